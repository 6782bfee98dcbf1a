/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p demo: everything once, without data and in two minutes: paints pairs, learns
 * from them, scores itself on pairs it has not seen, translates a moving picture. */

#include <glib/gstdio.h>
#include <string.h>
#include "arguments.h"
#include "console.h"
#include "demo/film.h"
#include "demo/learn.h"
#include "demo/score.h"
#include "display.h"
#include "launch.h"
#include "runner.h"

#define RUN "facade"
#define SMALL 64
#define BIG 128
#define N_TRAIN 240
#define FILM_SECONDS 10
#define GOAL_FPS 60
/* What a good run reaches, and what even a bad one must. */
#define GOAL_L1 0.6 /* of the best constant colours' */
#define GOAL_PSNR 18.0
#define WORST_L1 0.8
#define WORST_PSNR 16.0

typedef struct
{
  char *out, *data, *val, *checkpoints, *model, *sheet, *film;
  int size;
  double seconds, film_seconds;
  gboolean window, check;
  const char *no_window; /* why not */
  gint64 start;
  P2pDemoPairs pairs;
} Demo;

static void
demo_clear (Demo *demo)
{
  char **const paths[] = { &demo->out, &demo->data, &demo->val, &demo->checkpoints, &demo->model,
    &demo->sheet, &demo->film };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_clear_pointer (paths[i], g_free);
  p2p_demo_pairs_clear (&demo->pairs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Demo, demo_clear)

static void
name_paths (Demo *demo)
{
  demo->out = demo->out ? demo->out : g_strdup ("p2p-demo");
  demo->data = g_build_filename (demo->out, "data", NULL);
  demo->val = g_build_filename (demo->data, "val", NULL);
  demo->checkpoints = g_build_filename (demo->out, "checkpoints", NULL);
  demo->model = g_build_filename (demo->checkpoints, RUN, "latest_net_G.safetensors", NULL);
  demo->sheet = g_build_filename (demo->out, "progress.png", NULL);
  demo->film = g_build_filename (demo->out, "facade.webm", NULL);
}

static double
elapsed (const Demo *demo)
{
  return (double) (g_get_monotonic_time () - demo->start) / G_USEC_PER_SEC;
}

/* Removes the files of an earlier demo whose names END so. */
static void
remove_files (const char *dir, const char *end)
{
  g_autoptr (GDir) d = g_dir_open (dir, 0, NULL);
  const char *name;
  while (d && (name = g_dir_read_name (d))) {
    g_autofree char *path = g_build_filename (dir, name, NULL);
    if (g_str_has_suffix (name, end))
      g_unlink (path);
  }
}

/* A demo begins at the beginning, every time. */
static void
forget_earlier (const Demo *demo)
{
  g_autofree char *run = g_build_filename (demo->checkpoints, RUN, NULL);
  g_autofree char *state = g_build_filename (run, "state", NULL);
  g_autofree char *train = g_build_filename (demo->data, "train", NULL);
  remove_files (state, ".safetensors");
  remove_files (run, ".safetensors");
  remove_files (run, "loss_log.txt");
  remove_files (train, ".png");
  remove_files (demo->val, ".png");
}

/* Small enough to learn in two minutes on two cores. */
static void
choose_options (const Demo *demo, P2pOptions *o)
{
  char **const texts[] = { &o->dataroot, &o->name, &o->checkpoints_dir, &o->net_g };
  const char *const values[] = { demo->data, RUN, demo->checkpoints,
    demo->size == BIG ? "unet_128" : "unet_64" };
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++) {
    g_free (*texts[i]);
    *texts[i] = g_strdup (values[i]);
  }
  o->ngf = 32;
  o->ndf = 16;
  o->lr = 0.001; /* high: there is little time */
  o->load_size = o->crop_size = demo->size;
  o->no_flip = o->no_dropout = TRUE;
  o->keep = 1;
  o->save_latest_freq = 1000000000;
  o->save_epoch_freq = 1000000000;
}

static gboolean
learn (const Demo *demo, P2pOptions *options, GError **error)
{
  g_auto (P2pSheet) sheet = { 0 };
  P2pLearning learning = { .options = options,
    .sheet = &sheet,
    .val = demo->val,
    .window = demo->window,
    .seconds = MAX (2, demo->seconds - elapsed (demo)) };
  p2p_sheet_init (&sheet, &demo->pairs, demo->sheet, learning.seconds);
  if (!p2p_learn (&learning, error))
    return FALSE;
  options->threads = learning.threads;
  p2p_console_say ("learnt for %" G_GUINT64_FORMAT " steps, %.0f a second, in %.0f s",
      learning.steps, learning.rate, elapsed (demo));
  return TRUE;
}

static gboolean
judge (const Demo *demo, const P2pScore *score, GError **error)
{
  const double share = score->l1 / demo->pairs.base_l1;
  p2p_console_print ("held-out pictures: L1 %.4f, PSNR %.1f dB", score->l1, score->psnr);
  p2p_console_print ("best constant colour per label: L1 %.4f, PSNR %.1f dB", demo->pairs.base_l1,
      demo->pairs.base_psnr);
  p2p_console_print ("L1 is %.2f of that (at most %.2f: %s), PSNR at least %.0f dB: %s", share,
      GOAL_L1, share <= GOAL_L1 ? "passed" : "missed", GOAL_PSNR,
      score->psnr >= GOAL_PSNR ? "passed" : "missed");
  if (!demo->check || (share <= WORST_L1 && score->psnr >= WORST_PSNR))
    return TRUE;
  g_set_error (error, P2P_ERROR, P2P_ERROR_DATA,
      "the network learnt too little; try more --seconds, or check that nothing else uses the "
      "cores");
  return FALSE;
}

static gboolean
film (const Demo *demo, const P2pOptions *options, GError **error)
{
  P2pFilm f = { .pairs = &demo->pairs,
    .backend = options->backend,
    .threads = options->threads,
    .model = demo->model,
    .out = demo->film,
    .window = demo->window,
    .seconds = demo->film_seconds };
  if (f.threads == 0 && demo->size == SMALL)
    f.threads = 1; /* too little work in a frame to share */
  if (!p2p_film (&f, error))
    return FALSE;
  const double alone = f.cost > 0 ? 1000 / f.cost : 0, fps = demo->window ? alone : f.fps;
  p2p_console_print ("moving picture: %" G_GUINT64_FORMAT
                     " frames, %.0f fps with painting and encoding, %.1f ms for a translation "
                     "(goal %d fps: %s)",
      f.frames, f.fps, f.cost, GOAL_FPS, fps >= GOAL_FPS ? "passed" : "missed");
  return TRUE;
}

static void
say_what_next (const Demo *demo)
{
  p2p_console_print ("\nvideo          %s   (label, result, truth)\ncontact sheet  %s\n"
                     "model          %s",
      demo->film, demo->sheet, demo->model);
  p2p_console_print ("\nnext:\n"
                     "  p2p train FOLDER --name mine         # your own pairs, side by side in "
                     "FOLDER/train\n"
                     "  p2p live %s --source 0 --out window  # this network on a camera\n"
                     "  gst-launch-1.0 filesrc location=%s ! p2pinfer model=%s ! autovideosink",
      demo->model, demo->film, demo->model);
}

static gboolean
stopped (const Demo *demo)
{
  if (!p2p_runner_signal ())
    return FALSE;
  p2p_console_say ("stopped; the network as it is now is in %s. p2p demo begins anew; to go on "
                   "with this one: p2p train %s --name %s --checkpoints_dir %s --netG %s --ngf 32 "
                   "--ndf 16 --lr 0.001 --no_dropout --no_flip --load_size %d --crop_size %d",
      demo->model, demo->data, RUN, demo->checkpoints, demo->size == BIG ? "unet_128" : "unet_64",
      demo->size, demo->size);
  return TRUE;
}

static void
say_what_comes (const Demo *demo)
{
  p2p_console_say ("learning for about %.0f s; %s; progress goes to %s",
      demo->seconds - elapsed (demo),
      demo->window ? "the window shows pairs that are not trained on: label, result, photo"
                   : demo->no_window,
      demo->sheet);
}

static gboolean
perform (Demo *demo, P2pOptions *options, GError **error)
{
  P2pScore score;
  p2p_console_say ("painting %d pairs of pictures in %s", N_TRAIN + P2P_DEMO_PAIRS_HELD_OUT,
      demo->data);
  forget_earlier (demo);
  if (!p2p_demo_pairs_make (&demo->pairs, demo->data, (guint64) options->seed, demo->size, N_TRAIN,
          error))
    return FALSE;
  say_what_comes (demo);
  if (!learn (demo, options, error))
    return FALSE;
  if (stopped (demo))
    return TRUE;
  if (!p2p_score (&score, demo->data, demo->model, demo->size, options, error)
      || !judge (demo, &score, error) || !film (demo, options, error))
    return FALSE;
  say_what_next (demo);
  return TRUE;
}

static gboolean
run (char **argv, GError **error)
{
  static const char *const names[] = { "seed", "backend", "threads", NULL };
  g_auto (P2pArguments) arguments = { 0 };
  g_auto (Demo)
      demo = { .seconds = 120, .film_seconds = FILM_SECONDS, .start = g_get_monotonic_time () };
  gboolean big = FALSE, no_window = FALSE;
  const char *extra;
  const GOptionEntry own[] = { { "seconds", 0, 0, G_OPTION_ARG_DOUBLE, &demo.seconds,
                                   "Learn for about so long [120]", "N" },
    { "out", 0, 0, G_OPTION_ARG_FILENAME, &demo.out, "Folder for everything [p2p-demo]", "DIR" },
    { "big", 0, 0, G_OPTION_ARG_NONE, &big, "Pictures of 128 pixels instead of 64", NULL },
    { "film", 0, 0, G_OPTION_ARG_DOUBLE, &demo.film_seconds,
        "Length of the moving picture in seconds [10]", "N" },
    { "check", 0, 0, G_OPTION_ARG_NONE, &demo.check, "Fail (65) if it learnt far too little",
        NULL },
    { "no-window", 0, 0, G_OPTION_ARG_NONE, &no_window, "Only write files", NULL }, { NULL } };
  if (!p2p_arguments_parse (&arguments, &p2p_command_demo, argv, P2P_FOR_TRAIN, names, own, error)
      || !p2p_arguments_single (&arguments, &extra, error))
    return FALSE;
  if (extra) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "p2p demo takes no argument; leave out \"%s\", or use --out", extra);
    return FALSE;
  }
  demo.film_seconds = CLAMP (demo.film_seconds, 0.1, 3600);
  if (demo.seconds < 1 || demo.seconds > 1e6) {
    g_set_error (error, P2P_ERROR, P2P_ERROR_USAGE,
        "--seconds cannot be %g; use a number from 1 to 1000000, such as 120", demo.seconds);
    return FALSE;
  }
  demo.size = big ? BIG : SMALL;
  name_paths (&demo);
  choose_options (&demo, &arguments.options);
  if (!p2p_launch_init (error))
    return FALSE;
  demo.window = p2p_display_usable (&demo.no_window) && !no_window;
  demo.no_window = no_window ? "without windows, as asked" : demo.no_window;
  return perform (&demo, &arguments.options, error);
}

const P2pCommand p2p_command_demo = {
  .name = "demo",
  .arguments = "",
  .summary = "Paints houses, learns to, and translates a moving picture, in two minutes",
  .examples = "  p2p demo\n  p2p demo --seconds 600 --big --out big-demo",
  .run = run,
};
