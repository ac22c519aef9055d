/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib-object.h>

#include "todoku-endpoint.h"
#include "todoku-observed.h"
#include "todoku-reply.h"
#include "todoku-secret.h"

G_BEGIN_DECLS

/**
 * TodokuNeed:
 * @TODOKU_NEED_READ: bytes from the peer: todoku_conversation_received()
 * @TODOKU_NEED_WRITE: bytes to the peer: todoku_conversation_get_output(),
 * todoku_conversation_sent()
 * @TODOKU_NEED_SECURE: a TLS handshake now: todoku_conversation_secured()
 * @TODOKU_NEED_WAIT: time: todoku_conversation_get_wait_ms(),
 * todoku_conversation_waited()
 * @TODOKU_NEED_TURN: the owner's word whether to sign in:
 * todoku_conversation_take_turn(), todoku_conversation_pass_turn()
 * @TODOKU_NEED_DONE: nothing; the dialogue is over
 */
typedef enum {
  TODOKU_NEED_READ,
  TODOKU_NEED_WRITE,
  TODOKU_NEED_SECURE,
  TODOKU_NEED_WAIT,
  TODOKU_NEED_TURN,
  TODOKU_NEED_DONE,
} TodokuNeed;

typedef enum {
  TODOKU_SIGN_IN_NONE,
  TODOKU_SIGN_IN_PASSWORD, /* account or app password: PLAIN, LOGIN, IMAP LOGIN,
                              USER/PASS */
  TODOKU_SIGN_IN_OAUTH2,   /* access token: XOAUTH2, OAUTHBEARER */
} TodokuSignIn;

/**
 * TodokuConversationFlags:
 * @TODOKU_CONVERSATION_LOOK: after the sign-in look at the mailbox (IMAP
 * EXAMINE INBOX, POP3 STAT, SMTP MAIL FROM, which the farewell takes back)
 * @TODOKU_CONVERSATION_ALLOW_CLEAR: the user allowed a credential on this
 * unencrypted or unverified channel, for this run
 * @TODOKU_CONVERSATION_ASK: before the sign-in the owner is asked whether it is
 * to be made here: one attempt is enough for all connections
 */
typedef enum {
  TODOKU_CONVERSATION_DEFAULT = 0,
  TODOKU_CONVERSATION_LOOK = 1 << 0,
  TODOKU_CONVERSATION_ALLOW_CLEAR = 1 << 1,
  TODOKU_CONVERSATION_ASK = 1 << 2,
} TodokuConversationFlags;

/* Everything is copied or referenced by todoku_conversation_new(). */
typedef struct {
  const TodokuEndpoint *endpoint;
  TodokuConversationFlags flags;
  TodokuSignIn sign_in;
  const char *user;     /* (nullable) needed with a sign-in */
  TodokuSecret *secret; /* (nullable) needed with a sign-in */
  const char *sender;   /* (nullable) MAIL FROM of the look or message; the user
                           when NULL and it is an address */
  const char *recipient; /* (nullable) with @message: RCPT TO */
  GBytes *message;    /* (nullable) SMTP: a whole RFC 5322 message with CRLF to
                         offer after the sign-in (or without one) */
  const char *awaits; /* (nullable) IMAP, POP3, with the look: the Message-ID,
                         without brackets, of a message to wait for and to
                         remove */
  guint patience_ms;  /* how long @awaits is waited for */
} TodokuConversationOptions;

/**
 * TodokuDialogue:
 * @capabilities: by channel; (nullable) (array zero-terminated=1): as the
 * server wrote them, one a string, SMTP "AUTH PLAIN LOGIN" whole
 * @mechanism: (nullable): SASL mechanism or command that carried the credential
 * @failure: what ended it, %TODOKU_FAILURE_NONE when nothing did
 * @failure_stage: where
 * @reply: (nullable): the answer that decided @failure
 * @spoken: what the peer was recognised to speak
 * @sent_credential: a credential left us: this was the one attempt
 * @signed_in: the server accepted it
 * @preauth: IMAP PREAUTH over TLS: the server did not check a credential
 * @looked: the mailbox answered, or MAIL FROM was accepted
 * @message_accepted: the offered message was taken
 * @message_seen: the awaited message is there
 * @message_removed: and it was removed, it alone
 * @capabilities_signed_in: (nullable) (array zero-terminated=1): what is
 * offered after the sign-in
 * @trace: (nullable) (array zero-terminated=1): the Received fields of the
 * awaited message, the last hop first
 *
 * What a conversation has shown so far.
 */
typedef struct {
  GStrv capabilities[TODOKU_N_CHANNELS];
  char *mechanism;
  TodokuFailure failure;
  TodokuStage failure_stage;
  TodokuReply *reply;
  TodokuSpoken spoken;
  gboolean sent_credential;
  gboolean signed_in;
  gboolean preauth;
  gboolean looked;
  gboolean message_accepted;
  gboolean message_seen;
  gboolean message_removed;
  GStrv capabilities_signed_in;
  GStrv trace;
  TodokuTimeline *timeline;
  TodokuTranscript *transcript;
} TodokuDialogue;

#define TODOKU_TYPE_CONVERSATION (todoku_conversation_get_type ())
G_DECLARE_FINAL_TYPE (TodokuConversation,
                      todoku_conversation,
                      TODOKU,
                      CONVERSATION,
                      GObject)

/* %NULL with an error (TODOKU_CONVERSATION_ERROR) when an option cannot be
 * sent: CR, LF or NUL in user or sender, a sign-in without user or secret. */
#define TODOKU_CONVERSATION_ERROR (todoku_conversation_error_quark ())
GQuark
todoku_conversation_error_quark (void);
typedef enum {
  TODOKU_CONVERSATION_ERROR_OPTION
} TodokuConversationError;

TodokuConversation *
todoku_conversation_new (const TodokuConversationOptions *options,
                         GError **error);

TodokuNeed
todoku_conversation_get_need (TodokuConversation *self);
/* (transfer none), valid until the next call; never empty while the need is
 * WRITE. Holds credentials: send it, never log it. */
const guint8 *
todoku_conversation_get_output (TodokuConversation *self, gsize *ret_length);
void
todoku_conversation_sent (TodokuConversation *self,
                          gsize length,
                          gint64 now_us);
void
todoku_conversation_received (TodokuConversation *self,
                              const guint8 *bytes,
                              gsize length,
                              gint64 now_us);
/* The handshake is done: @channel is UNVERIFIED or VERIFIED. */
void
todoku_conversation_secured (TodokuConversation *self,
                             TodokuChannel channel,
                             gint64 now_us);
/* How long to wait before todoku_conversation_waited(). */
guint
todoku_conversation_get_wait_ms (TodokuConversation *self);
void
todoku_conversation_waited (TodokuConversation *self, gint64 now_us);
/* Sign in now, or leave without it. */
void
todoku_conversation_take_turn (TodokuConversation *self, gint64 now_us);
void
todoku_conversation_pass_turn (TodokuConversation *self, gint64 now_us);
/* The peer closed its side. */
void
todoku_conversation_closed (TodokuConversation *self, gint64 now_us);
/* The owner ends it: deadline, cancellation, a failed handshake. The first
 * failure stays. */
void
todoku_conversation_abandon (TodokuConversation *self,
                             TodokuFailure failure,
                             TodokuStage stage,
                             gint64 now_us);
/* The owner saw on the wire what the peer speaks: bytes that answered a
 * handshake. */
void
todoku_conversation_recognised (TodokuConversation *self, TodokuSpoken spoken);
const TodokuDialogue *
todoku_conversation_get_dialogue (TodokuConversation *self);

G_END_DECLS
