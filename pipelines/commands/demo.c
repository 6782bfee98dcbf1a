/* SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
 * SPDX-License-Identifier: LGPL-2.1-or-later */

/* p2p demo: everything once, without data and in two minutes: paints pairs, learns
 * from them, scores itself on pairs it has not seen, translates a moving picture. */

#include <string.h>
#include "arguments.h"
#include "console.h"
#include "demo/film.h"
#include "demo/learn.h"
#include "demo/record.h"
#include "demo/score.h"
#include "display.h"
#include "launch.h"
#include "runner.h"
#include "signals.h"

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

enum
{
  DATA,
  RUN,
  SHEET,
  FILM,
  N_PLACES
};
/* Below the folder --out. */
static const char *const names[N_PLACES] = { "data", "checkpoints/facade", "progress.png",
  "facade.webm" };

typedef struct
{
  char *out, *run, *data, *val, *checkpoints, *model, *sheet, *film;
  char *places[N_PLACES]; /* `names`, or others where somebody's files are in the way */
  P2pDemoRecord *record;
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
  char **const paths[] = { &demo->out, &demo->run, &demo->data, &demo->val, &demo->checkpoints,
    &demo->model, &demo->sheet, &demo->film };
  for (guint i = 0; i < G_N_ELEMENTS (paths); i++)
    g_clear_pointer (paths[i], g_free);
  for (guint i = 0; i < N_PLACES; i++)
    g_clear_pointer (&demo->places[i], g_free);
  g_clear_pointer (&demo->record, p2p_demo_record_free);
  p2p_demo_pairs_clear (&demo->pairs);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Demo, demo_clear)

static double
elapsed (const Demo *demo)
{
  return (double) (g_get_monotonic_time () - demo->start) / G_USEC_PER_SEC;
}

/* A place of its own below OUT, see demo/record.h; free with g_free(). */
static char *
clear_place (const Demo *demo, const char *name)
{
  g_autofree char *foreign = NULL;
  g_autofree char *place = p2p_demo_record_clear (demo->record, name, &foreign);
  if (foreign)
    p2p_console_say ("%s/%s is not the demo's, or has been changed: it stays, and %s is used",
        demo->out, foreign, place);
  return g_steal_pointer (&place);
}

/* A demo begins at the beginning, every time: what an earlier one has left goes. */
static void
choose_places (Demo *demo)
{
  demo->out = demo->out ? demo->out : g_strdup ("p2p-demo");
  demo->record = p2p_demo_record_open (demo->out);
  for (guint i = 0; i < N_PLACES; i++)
    demo->places[i] = clear_place (demo, names[i]);
  g_autofree char *run = g_path_get_basename (demo->places[RUN]);
  demo->run = g_steal_pointer (&run);
  demo->data = g_build_filename (demo->out, demo->places[DATA], NULL);
  demo->val = g_build_filename (demo->data, "val", NULL);
  demo->checkpoints = g_build_filename (demo->out, "checkpoints", NULL);
  demo->model = g_build_filename (demo->checkpoints, demo->run, "latest_net_G.safetensors", NULL);
  demo->sheet = g_build_filename (demo->out, demo->places[SHEET], NULL);
  demo->film = g_build_filename (demo->out, demo->places[FILM], NULL);
}

/* Small enough to learn in two minutes on two cores. */
static void
choose_options (const Demo *demo, P2pOptions *o)
{
  char **const texts[] = { &o->dataroot, &o->name, &o->checkpoints_dir, &o->net_g };
  const char *const values[] = { demo->data, demo->run, demo->checkpoints,
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

static void
say_stopped (const Demo *demo)
{
  if (!g_file_test (demo->model, G_FILE_TEST_EXISTS)) {
    p2p_console_say ("stopped before there was a network; p2p demo begins anew");
    return;
  }
  p2p_console_say ("stopped; the network as it is now is in %s. p2p demo begins anew; to go on "
                   "with this one: p2p train %s --name %s --checkpoints_dir %s --netG %s --ngf 32 "
                   "--ndf 16 --lr 0.001 --no_dropout --no_flip --load_size %d --crop_size %d",
      demo->model, demo->data, demo->run, demo->checkpoints,
      demo->size == BIG ? "unet_128" : "unet_64", demo->size, demo->size);
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
paint (Demo *demo, const P2pOptions *options, GError **error)
{
  p2p_console_say ("painting %d pairs of pictures in %s", N_TRAIN + P2P_DEMO_PAIRS_HELD_OUT,
      demo->data);
  return p2p_demo_pairs_make (&demo->pairs, demo->data, (guint64) options->seed, demo->size,
      N_TRAIN, error);
}

static gboolean
try_out (const Demo *demo, P2pOptions *options, GError **error)
{
  P2pScore score;
  return p2p_score (&score, demo->data, demo->model, demo->size, options, error)
         && (p2p_runner_signal () || judge (demo, &score, error))
         && (p2p_runner_signal () || film (demo, options, error));
}

/* One after the other, while nobody wants it to end. */
static gboolean
perform (Demo *demo, P2pOptions *options, GError **error)
{
  p2p_signals_watch ();
  if (!paint (demo, options, error))
    return FALSE;
  if (!p2p_runner_signal ()) {
    say_what_comes (demo);
    if (!learn (demo, options, error))
      return FALSE;
  }
  if (!p2p_runner_signal () && !try_out (demo, options, error))
    return FALSE;
  if (p2p_runner_signal ())
    say_stopped (demo);
  else
    say_what_next (demo);
  return TRUE;
}

/* What it leaves is ours, however it ends. */
static gboolean
perform_and_record (Demo *demo, P2pOptions *options, GError **error)
{
  const gboolean ok = perform (demo, options, error);
  gboolean known = TRUE;
  for (guint i = 0; known && i < N_PLACES; i++)
    known = p2p_demo_record_add (demo->record, demo->places[i], ok ? error : NULL);
  return ok && known;
}

static gboolean
run (char **argv, GError **error)
{
  static const char *const shared[] = { "seed", "backend", "threads", NULL };
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
  if (!p2p_arguments_parse (&arguments, &p2p_command_demo, argv, P2P_FOR_TRAIN, shared, own, error)
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
  choose_places (&demo);
  choose_options (&demo, &arguments.options);
  if (!p2p_launch_init (error))
    return FALSE;
  demo.window = p2p_display_usable (&demo.no_window) && !no_window;
  demo.no_window = no_window ? "without windows, as asked" : demo.no_window;
  return perform_and_record (&demo, &arguments.options, error);
}

const P2pCommand p2p_command_demo = {
  .name = "demo",
  .arguments = "",
  .summary = "Paints houses, learns to, and translates a moving picture, in two minutes",
  .examples = "  p2p demo\n  p2p demo --seconds 600 --big --out big-demo",
  .stops_early = TRUE,
  .run = run,
};
