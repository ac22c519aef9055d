/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-handshake.h"
#include "todoku-observation-private.h"
#include "todoku-probe.h"
#include "todoku-tap.h"

G_BEGIN_DECLS

#define TODOKU_PROBE_BUFFER 16384

struct _TodokuProbe {
  GObject parent_instance;

  TodokuNetwork *network;
  TodokuObservation *observation;
  TodokuConversation *conversation;
  TodokuConversationFlags flags;
  guint timeout_ms;

  GTask *task;         /* while it runs */
  GCancellable *inner; /* ends every pending step */
  GSource *deadline;
  gint64 deadline_us;
  GSource *stop;

  GQueue addresses; /* of GSocketAddress still to be tried */
  GSocketAddress *peer;
  GSocketConnection *connection;
  GCancellable *attempt; /* of one connect */
  GSource *attempt_timer;
  gint64 attempt_us;    /* when it began */
  gint64 connecting_us; /* when the first one began */
  gint64 connect_us;    /* how long the one that came through took */

  TodokuTap *tap;
  GIOStream *stream; /* the tap, or TLS over it */
  gboolean shaking;  /* a handshake uses the socket in a thread of GIO's */
  gboolean received;
  gboolean first_read_after_tls;
  guint8 buffer[TODOKU_PROBE_BUFFER];

  GSource *pause;      /* while the conversation wants time */
  gboolean takes_turn; /* the answer */
  gboolean asks_turn;  /* and waits for the answer; the clock stands */
  GSource *look_timer;
  GCancellable *look; /* (nullable) of the second connection */
  gboolean closed;    /* without a word; the look says what it was */
};

/* todoku-probe-connect.c */
TodokuFailure
todoku_connect_failure (GSocketFamily family,
                        gboolean has_family,
                        const GError *error);
/* todoku-probe.c */
void
todoku_probe_begin (TodokuProbe *self, TodokuStage stage);
void
todoku_probe_end_good (TodokuProbe *self, TodokuStage stage);
void
todoku_probe_fail (TodokuProbe *self,
                   TodokuFailure failure,
                   TodokuStage stage,
                   const GError *error);
void
todoku_probe_finish (TodokuProbe *self);
gboolean
todoku_probe_is_running (TodokuProbe *self);
TodokuStage
todoku_probe_get_stage (TodokuProbe *self);
GSource *
todoku_probe_attach_timer (TodokuProbe *self, guint ms, GSourceFunc function);
void
todoku_probe_clear_source (GSource **source);
guint
todoku_probe_get_left_ms (TodokuProbe *self);
void
todoku_probe_stop_clock (TodokuProbe *self);
void
todoku_probe_resume_clock (TodokuProbe *self);
void
todoku_probe_ask_turn (TodokuProbe *self);

/* todoku-probe-connect.c */
void
todoku_probe_resolve (TodokuProbe *self);
GSocketConnection *
todoku_probe_new_connection (TodokuProbe *self,
                             GSocketAddress *address,
                             GError **error);

/* todoku-probe-pump.c */
void
todoku_probe_advance (TodokuProbe *self);

/* todoku-probe-look.c */
void
todoku_probe_schedule_look (TodokuProbe *self);
gboolean
todoku_probe_look_now (TodokuProbe *self);
void
todoku_probe_end_look (TodokuProbe *self);

G_END_DECLS
