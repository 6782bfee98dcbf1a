/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */
#include "overview.h"

#include <stdio.h>
#include "core/p2p.h"

static const char about[] =
    "Trains networks that turn one kind of picture into another (pix2pix, CycleGAN,\n"
    "colorization) and translates pictures and video with them.";

static const char first_steps[] =
    "  p2p demo                                   # everything, in two minutes, without data\n"
    "  p2p check facades                          # what is in this folder, and what to type\n"
    "  p2p train facades --name facades --direction BtoA\n"
    "  p2p test facades --dataroot facades\n"
    "  p2p live facades --source clip.mp4 --out window\n";

static const char migration[] =
    "Coming from pytorch-CycleGAN-and-pix2pix: python train.py and python test.py become p2p\n"
    "train and p2p test, with the same options; --gpu_ids and the like are understood too.\n"
    "Models .pth are read as they are.";

void
p2p_overview_help (const P2pCommand *const *commands)
{
  printf ("Usage: p2p COMMAND [OPTION...]\n\n%s\n\nCommands:\n", about);
  for (const P2pCommand *const *c = commands; *c; c++)
    printf ("  %-7s %s\n", (*c)->name, (*c)->summary);
  printf ("\nFirst steps:\n%s\n%s\n\n", first_steps, migration);
  puts ("p2p COMMAND --help shows the everyday options of a command, --help-all all of them,\n"
        "man p2p-COMMAND too; p2p --version (-V) the version.");
}

static const struct
{
  int status;
  const char *meaning;
} statuses[] = { { 0, "done" }, { P2P_ERROR_USAGE, "an option, name or value that cannot be" },
  { P2P_ERROR_DATA, "a damaged or unsuitable file, or numbers that are not finite" },
  { P2P_ERROR_NO_INPUT, "a file or folder that is not there" },
  { P2P_ERROR_UNAVAILABLE, "a back-end or plugin that this machine lacks" },
  { P2P_ERROR_INTERNAL, "a library refused what should have worked" },
  { P2P_ERROR_MEMORY, "too little memory" }, { P2P_ERROR_CREATE, "an output that cannot be made" },
  { P2P_ERROR_IO, "reading or writing failed, or the disk is full" },
  { P2P_ERROR_PERMISSION, "not permitted" }, { 130, "stopped by Ctrl-C; what is done is saved" },
  { 143, "stopped by SIGTERM; likewise" } };

static const struct
{
  const char *path, *what;
} files[] = {
  { "checkpoints/NAME/", "a run: networks EPOCH_net_G.safetensors and .pth, train_opt.txt, "
                         "loss_log.txt, web/index.html, and state/, from which training goes on" },
  { "results/NAME/PHASE_EPOCH/", "results of p2p test: index.html and images/" },
};

void
p2p_overview_manual (const P2pCommand *const *commands)
{
  printf (".TH P2P 1 \"\" \"p2p " P2P_VERSION "\" \"User Commands\"\n.SH NAME\np2p \\- trains "
          "image-to-image networks and translates pictures and video\n.SH SYNOPSIS\n.B p2p\n"
          "\\fICOMMAND\\fR [\\fIOPTION\\fR...]\n.br\n.B p2p\n\\-\\-help | \\-\\-version | "
          "\\-\\-help\\-as bash | \\-\\-help\\-as zsh\n.SH DESCRIPTION\n%s\n.PP\n%s\n.SH "
          "COMMANDS\n",
      about, migration);
  for (const P2pCommand *const *c = commands; *c; c++)
    printf (".TP\n.BR p2p\\-%s (1)\n%s\n", (*c)->name, (*c)->summary);
  printf (".SH OPTIONS\n.TP\n.B \\-\\-help\nThe commands.\n.TP\n.BR \\-V \", \" "
          "\\-\\-version\nThe version.\n.TP\n.BI \\-\\-help\\-as \" SHELL\"\nWhat bash or zsh "
          "needs to complete commands, options, their values and the names of runs.\n"
          ".SH EXAMPLES\n.nf\n%s.fi\n.SH EXIT STATUS\n",
      first_steps);
  for (guint i = 0; i < G_N_ELEMENTS (statuses); i++)
    printf (".TP\n.B %d\n%s\n", statuses[i].status, statuses[i].meaning);
  puts (".SH FILES");
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    printf (".TP\n.I %s\n%s\n", files[i].path, files[i].what);
  puts (".SH SEE ALSO\n.BR gst\\-launch\\-1.0 (1)");
}

/* The words of the cases as functions of each shell. */
static const char bash_begin[] =
    "# bash completion for p2p, as p2p --help-as bash prints it\n"
    "_p2p_fits() { COMPREPLY+=($(compgen \"$@\" -- \"$cur\")); }\n"
    "_p2p_words() { local w; printf -v w '%s\\n' \"$@\"; _p2p_fits -W \"$w\"; }\n"
    "_p2p_options() { _p2p_words \"$@\"; }\n"
    "_p2p_nothing() { :; }\n"
    "_p2p_folders() { compopt -o filenames 2>/dev/null; _p2p_fits -d; }\n"
    "_p2p_files() { compopt -o filenames 2>/dev/null; _p2p_fits -f; }\n"
    "_p2p_runs() {\n"
    "  local r=(checkpoints/*/)\n"
    "  [ -d \"${r[0]}\" ] && r=(\"${r[@]#*/}\") && _p2p_words \"${r[@]%/}\"\n"
    "}\n"
    "_p2p_runs_and_files() { _p2p_files; _p2p_runs; }\n"
    "_p2p() {\n"
    "  local cur=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} IFS=$'\\n'\n"
    "  [ \"$cur\" = = ] && cur=\n"
    "  [ \"$before\" = = ] && before=${COMP_WORDS[COMP_CWORD-2]}\n"
    "  [ \"${cur#-}\" = \"$cur\" ] || before=-\n"
    "  COMPREPLY=()\n";

static const char bash_end[] = "}\ncomplete -F _p2p p2p\n";

static const char zsh_begin[] =
    "#compdef p2p\n"
    "# zsh completion for p2p, as p2p --help-as zsh prints it\n"
    "_p2p_words() { compadd -- \"$@\" }\n"
    "_p2p_options() { local -a o; o=(\"$@\"); _describe option o }\n"
    "_p2p_nothing() { _message 'a value' }\n"
    "_p2p_folders() { _files -/ }\n"
    "_p2p_files() { _files }\n"
    "_p2p_runs() { local -a r; r=(checkpoints/*(N/:t)); compadd -- $r }\n"
    "_p2p_runs_and_files() { _p2p_runs; _files }\n"
    "_p2p() {\n"
    "  local cur=$words[CURRENT] before=$words[CURRENT-1] command=$words[2]\n"
    "  if [[ $cur == --*=* ]]; then\n"
    "    before=${cur%%=*}\n"
    "    compset -P '*='\n"
    "  elif [[ $cur == -* ]]; then\n"
    "    before=-\n"
    "  fi\n";

static const char zsh_end[] =
    "}\nif [[ $funcstack[1] == _p2p ]]; then _p2p \"$@\"; else compdef _p2p p2p; fi\n";

void
p2p_overview_completion (const P2pCommand *const *commands, const char *shell)
{
  const gboolean zsh = g_str_equal (shell, "zsh");
  fputs (zsh ? zsh_begin : bash_begin, stdout);
  printf ("  if %s; then\n    _p2p_words", zsh ? "(( CURRENT == 2 ))" : "[ \"$COMP_CWORD\" = 1 ]");
  for (const P2pCommand *const *c = commands; *c; c++)
    printf (" %s", (*c)->name);
  printf (" --help --version\n    return\n  fi\n  case \"%s $before\" in\n",
      zsh ? "$command" : "${COMP_WORDS[1]}");
  for (const P2pCommand *const *c = commands; *c; c++) {
    char *ask[] = { (char *) (*c)->name, "--help-as", (char *) shell, NULL };
    (*c)->run (ask, NULL);
  }
  printf ("  esac\n%s", zsh ? zsh_end : bash_end);
}
