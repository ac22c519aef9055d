/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-bar.h"

#include <adwaita.h>

#define HEIGHT 10
#define SWATCH 12
/* What took no time to speak of is seen all the same. */
#define LEAST_WIDTH 2.f
#define GAP 1.f
#define CUT 4.f

struct _TodokuBar {
  GtkWidget parent_instance;

  gint64 lengths[TODOKU_N_SEGMENTS]; /* µs */
  gint64 whole;                      /* µs */
};

G_DEFINE_FINAL_TYPE (TodokuBar, todoku_bar, GTK_TYPE_WIDGET)

struct _TodokuSwatch {
  GtkWidget parent_instance;

  TodokuSegment segment;
};

G_DEFINE_FINAL_TYPE (TodokuSwatch, todoku_swatch, GTK_TYPE_WIDGET)

/* None of them means good or bad: neither green nor red.  A test holds each
 * against the page and against its neighbours. */
static const struct {
  TodokuPaneWord word;
  GdkRGBA colour[2]; /* light, dark */
} segments[TODOKU_N_SEGMENTS] = {
#define RGB(r, g, b)                                                           \
  {                                                                            \
    r / 255.f, g / 255.f, b / 255.f, 1                                         \
  }
  [TODOKU_SEGMENT_NAME] = { TODOKU_WORD_STAGE_NAME,
                            { RGB (0x61, 0x35, 0x83),
                              RGB (0xdc, 0x8a, 0xdd) } },
  [TODOKU_SEGMENT_CONNECTION] = { TODOKU_WORD_STAGE_CONNECTION,
                                  { RGB (0xc6, 0x46, 0x00),
                                    RGB (0xff, 0xa3, 0x48) } },
  [TODOKU_SEGMENT_TLS] = { TODOKU_WORD_STAGE_TLS,
                           { RGB (0x1a, 0x5f, 0xb4), RGB (0x99, 0xc1, 0xf1) } },
  [TODOKU_SEGMENT_GREETING] = { TODOKU_WORD_STAGE_GREETING,
                                { RGB (0x86, 0x5e, 0x3c),
                                  RGB (0xcd, 0xab, 0x8f) } },
  [TODOKU_SEGMENT_SIGN_IN] = { TODOKU_WORD_STAGE_SIGN_IN,
                               { RGB (0x3d, 0x38, 0x46),
                                 RGB (0xf6, 0xf5, 0xf4) } },
#undef RGB
};

/**
 * todoku_segment_get_word:
 * @segment: a segment
 *
 * Returns: the word for it
 */
TodokuPaneWord
todoku_segment_get_word (TodokuSegment segment)
{
  return segments[segment].word;
}

/**
 * todoku_segment_get_colour:
 * @segment: a segment
 * @dark: 1 on a dark page, 0 on a light one
 *
 * Returns: (transfer none): its colour
 */
const GdkRGBA *
todoku_segment_get_colour (TodokuSegment segment, guint dark)
{
  return &segments[segment].colour[dark != 0];
}

static TodokuSegment
segment_of (TodokuStage stage)
{
  switch (stage) {
  case TODOKU_STAGE_RESOLVE:
    return TODOKU_SEGMENT_NAME;
  case TODOKU_STAGE_CONNECT:
    return TODOKU_SEGMENT_CONNECTION;
  case TODOKU_STAGE_TLS:
    return TODOKU_SEGMENT_TLS;
  case TODOKU_STAGE_SIGN_IN:
  case TODOKU_STAGE_MAILBOX:
  case TODOKU_STAGE_MESSAGE:
    return TODOKU_SEGMENT_SIGN_IN;
  case TODOKU_STAGE_GREETING:
  case TODOKU_STAGE_CAPABILITIES:
  case TODOKU_STAGE_STARTTLS:
  case TODOKU_STAGE_QUIT:
  case TODOKU_N_STAGES:
  default:
    return TODOKU_SEGMENT_GREETING;
  }
}

/**
 * todoku_segments_measure:
 * @timeline: of a probe
 * @ret_lengths: (out caller-allocates): microseconds of each segment
 *
 * Adds up the stages of a probe into what people know.
 */
void
todoku_segments_measure (TodokuTimeline *timeline,
                         gint64 ret_lengths[TODOKU_N_SEGMENTS])
{
  guint length;
  const TodokuTimelineEntry *entries = todoku_timeline_get (timeline, &length);

  for (guint i = 0; i < TODOKU_N_SEGMENTS; i++)
    ret_lengths[i] = 0;
  for (guint i = 0; i < length; i++)
    if (entries[i].end_us > entries[i].start_us)
      ret_lengths[segment_of (entries[i].stage)] +=
          entries[i].end_us - entries[i].start_us;
}

static void
draw (GtkSnapshot *snapshot,
      TodokuSegment segment,
      float x,
      float width,
      float height)
{
  guint dark = adw_style_manager_get_dark (adw_style_manager_get_default ());

  gtk_snapshot_append_color (snapshot,
                             todoku_segment_get_colour (segment, dark),
                             &GRAPHENE_RECT_INIT (x, 0, width, height));
}

/* The end of a bar that is longer than the page: strips with gaps. */
static void
draw_cut (GtkSnapshot *snapshot, TodokuSegment segment, float x, float width)
{
  float end = width - 4 * CUT;

  if (x < end)
    draw (snapshot, segment, x, end - x, HEIGHT);
  for (float at = MAX (x, end) + CUT; at < width; at += 2 * CUT)
    draw (snapshot, segment, at, MIN (CUT, width - at), HEIGHT);
}

static void
snapshot_segments (TodokuBar *self, GtkSnapshot *snapshot, float width)
{
  /* Room for the gaps and for what took no time to speak of. */
  float room = MAX (0, width - TODOKU_N_SEGMENTS * (GAP + LEAST_WIDTH));
  gint64 before = 0;
  float x = 0;

  for (guint i = 0; i < TODOKU_N_SEGMENTS; i++) {
    float share = (float) self->lengths[i] / (float) MAX (1, self->whole);

    if (self->lengths[i] == 0)
      continue;
    before += self->lengths[i];
    if (before > self->whole) {
      draw_cut (snapshot, (TodokuSegment) i, x, width);
      return;
    }
    draw (snapshot, (TodokuSegment) i, x, LEAST_WIDTH + share * room, HEIGHT);
    x += LEAST_WIDTH + share * room + GAP;
  }
}

/* From the right edge where the text runs that way. */
static void
todoku_bar_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  float width = (float) gtk_widget_get_width (widget);

  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL) {
    gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (width, 0));
    gtk_snapshot_scale (snapshot, -1, 1);
  }
  snapshot_segments (TODOKU_BAR (widget), snapshot, width);
}

static void
todoku_bar_measure (GtkWidget *widget,
                    GtkOrientation orientation,
                    int for_size,
                    int *least,
                    int *natural,
                    int *least_baseline,
                    int *natural_baseline)
{
  *least = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 60;
  *natural = orientation == GTK_ORIENTATION_VERTICAL ? HEIGHT : 240;
  *least_baseline = *natural_baseline = -1;
}

static void
dark_cb (GtkWidget *widget)
{
  gtk_widget_queue_draw (widget);
}

static void
redraw_with_scheme (GtkWidget *widget)
{
  g_signal_connect_object (adw_style_manager_get_default (),
                           "notify::dark",
                           G_CALLBACK (dark_cb),
                           widget,
                           G_CONNECT_SWAPPED);
}

static void
todoku_bar_class_init (TodokuBarClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = todoku_bar_snapshot;
  widget_class->measure = todoku_bar_measure;
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
todoku_bar_init (TodokuBar *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  redraw_with_scheme (GTK_WIDGET (self));
}

/**
 * todoku_bar_new:
 *
 * Returns: (transfer floating): an empty bar
 */
GtkWidget *
todoku_bar_new (void)
{
  return g_object_new (TODOKU_TYPE_BAR, NULL);
}

/**
 * todoku_bar_show:
 * @self: a bar
 * @timeline: of a probe
 * @whole_us: what the whole width stands for, in microseconds
 *
 * Draws the stages of @timeline.
 */
void
todoku_bar_show (TodokuBar *self, TodokuTimeline *timeline, gint64 whole_us)
{
  g_return_if_fail (TODOKU_IS_BAR (self));

  todoku_segments_measure (timeline, self->lengths);
  self->whole = whole_us;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

/* ---- swatches -------------------------------------------------------------
 */

static void
todoku_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  draw (snapshot, TODOKU_SWATCH (widget)->segment, 0, SWATCH, SWATCH);
}

static void
todoku_swatch_measure (GtkWidget *widget,
                       GtkOrientation orientation,
                       int for_size,
                       int *least,
                       int *natural,
                       int *least_baseline,
                       int *natural_baseline)
{
  *least = *natural = SWATCH;
  *least_baseline = *natural_baseline = -1;
}

static void
todoku_swatch_class_init (TodokuSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = todoku_swatch_snapshot;
  widget_class->measure = todoku_swatch_measure;
  gtk_widget_class_set_accessible_role (widget_class,
                                        GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
todoku_swatch_init (TodokuSwatch *self)
{
  gtk_widget_set_valign (GTK_WIDGET (self), GTK_ALIGN_CENTER);
  redraw_with_scheme (GTK_WIDGET (self));
}

/**
 * todoku_swatch_new:
 * @segment: a segment
 *
 * Returns: (transfer floating): its colour
 */
GtkWidget *
todoku_swatch_new (TodokuSegment segment)
{
  TodokuSwatch *self = g_object_new (TODOKU_TYPE_SWATCH, NULL);

  self->segment = segment;
  return GTK_WIDGET (self);
}
