/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* What the wire showed, in words that judge nothing: stages, outcomes,
 * failures, channels, and what a peer speaks.  The strings are part of the JSON
 * contract. */

/* X (SYMBOL, "string") */
#define TODOKU_STAGES(X)                                                       \
  X (RESOLVE, "resolve")                                                       \
  X (CONNECT, "connect")                                                       \
  X (TLS, "tls")                                                               \
  X (GREETING, "greeting")                                                     \
  X (CAPABILITIES, "capabilities")                                             \
  X (STARTTLS, "starttls")                                                     \
  X (SIGN_IN, "sign-in")                                                       \
  X (MAILBOX, "mailbox")                                                       \
  X (MESSAGE, "message")                                                       \
  X (QUIT, "quit")

#define TODOKU_OUTCOMES(X)                                                     \
  X (NOT_TESTED, "not-tested")                                                 \
  X (GOOD, "good")                                                             \
  X (PROBLEM, "problem")                                                       \
  X (BLOCKED, "blocked")                                                       \
  X (COULD_NOT_TELL, "could-not-tell")

/* A failure names what was seen at the stage where a probe ended. */
#define TODOKU_FAILURES(X)                                                     \
  X (NONE, "")                                                                 \
  X (CANCELLED, "cancelled")                                                   \
  X (TIMED_OUT, "timed-out") /* the run's own deadline, stage tells where */   \
  X (HOST_NOT_FOUND, "host-not-found")                                         \
  X (NAME_LOOKUP_FAILED, "name-lookup-failed")                                 \
  X (NO_ADDRESS, "no-address") /* the host has none of this family */          \
  X (NETWORK_UNREACHABLE, "network-unreachable")                               \
  X (NOT_PERMITTED,                                                            \
     "not-permitted") /* by this computer; over IPv6, or on the way */         \
  X (CONNECTION_REFUSED, "connection-refused")                                 \
  X (CONNECTION_TIMED_OUT, "connection-timed-out")                             \
  X (CONNECTION_RESET, "connection-reset")                                     \
  X (LOCAL_ERROR, "local-error") /* EMFILE and the like: our side */           \
  X (NO_GREETING, "no-greeting") /* silence, no TLS behind it */               \
  X (BAD_GREETING, "bad-greeting")                                             \
  X (SERVER_UNAVAILABLE,                                                       \
     "server-unavailable") /* 421, BYE, -ERR [SYS/TEMP] as greeting */         \
  X (CLOSED_EARLY, "closed-early")                                             \
  X (WRONG_PROTOCOL, "wrong-protocol") /* TodokuDialogue.spoke tells which */  \
  X (PROTOCOL_ERROR, "protocol-error")                                         \
  X (TLS_ON_STARTTLS_PORT,                                                     \
     "tls-on-starttls-port") /* we began TLS, the peer spoke plain mail        \
                                protocol */                                    \
  X (STARTTLS_ON_TLS_PORT,                                                     \
     "starttls-on-tls-port") /* we waited for a greeting, the peer answers a   \
                                ClientHello */                                 \
  X (STARTTLS_NOT_OFFERED, "starttls-not-offered")                             \
  X (STARTTLS_REFUSED, "starttls-refused")                                     \
  X (DATA_AFTER_STARTTLS, "data-after-starttls")                               \
  X (PREAUTH_BEFORE_TLS, "preauth-before-tls")                                 \
  X (TLS_ABORTED, "tls-aborted")                                               \
  X (TLS_NO_COMMON_PARAMETERS, "tls-no-common-parameters")                     \
  X (TLS_VERSION_TOO_OLD, "tls-version-too-old")                               \
  X (CLIENT_CERTIFICATE_REQUIRED, "client-certificate-required")               \
  X (CERTIFICATE_REFUSED,                                                      \
     "certificate-refused") /* TodokuCertificateReport tells why */            \
  X (SIGN_IN_NOT_OFFERED, "sign-in-not-offered")                               \
  X (SIGN_IN_METHOD_MISMATCH, "sign-in-method-mismatch")                       \
  X (SIGN_IN_WITHHELD,                                                         \
     "sign-in-withheld") /* channel not verified: nothing was sent */          \
  X (SIGN_IN_REFUSED, "sign-in-refused")                                       \
  X (SIGN_IN_TEMPORARY,                                                        \
     "sign-in-temporary") /* 4yz, [UNAVAILABLE], [SYS/TEMP], [IN-USE], BYE */  \
  X (MAILBOX_REFUSED, "mailbox-refused")                                       \
  X (SENDER_REFUSED, "sender-refused") /* at MAIL FROM */                      \
  X (RECIPIENT_REFUSED, "recipient-refused")                                   \
  X (MESSAGE_REFUSED, "message-refused") /* at DATA or its end */

/* What a peer was recognised to speak. */
#define TODOKU_SPOKEN(X)                                                       \
  X (UNKNOWN, "unknown")                                                       \
  X (SILENCE, "silence")                                                       \
  X (IMAP, "imap")                                                             \
  X (POP3, "pop3")                                                             \
  X (SMTP, "smtp")                                                             \
  X (TLS, "tls")                                                               \
  X (HTTP, "http")                                                             \
  X (SSH, "ssh")                                                               \
  X (FTP, "ftp")

#define TODOKU_CHANNELS(X)                                                     \
  X (PLAIN, "plain")                                                           \
  X (UNVERIFIED, "unverified")                                                 \
  X (VERIFIED, "verified")

#define TODOKU_ENUM_STAGE(s, t) TODOKU_STAGE_##s,
#define TODOKU_ENUM_OUTCOME(s, t) TODOKU_OUTCOME_##s,
#define TODOKU_ENUM_FAILURE(s, t) TODOKU_FAILURE_##s,
#define TODOKU_ENUM_SPOKEN(s, t) TODOKU_SPOKEN_##s,
#define TODOKU_ENUM_CHANNEL(s, t) TODOKU_CHANNEL_##s,

typedef enum {
  TODOKU_STAGES (TODOKU_ENUM_STAGE) TODOKU_N_STAGES
} TodokuStage;
typedef enum {
  TODOKU_OUTCOMES (TODOKU_ENUM_OUTCOME) TODOKU_N_OUTCOMES
} TodokuOutcome;
typedef enum {
  TODOKU_FAILURES (TODOKU_ENUM_FAILURE) TODOKU_N_FAILURES
} TodokuFailure;
typedef enum {
  TODOKU_SPOKEN (TODOKU_ENUM_SPOKEN) TODOKU_N_SPOKEN
} TodokuSpoken;
typedef enum {
  TODOKU_CHANNELS (TODOKU_ENUM_CHANNEL) TODOKU_N_CHANNELS
} TodokuChannel;

const char *
todoku_stage_to_string (TodokuStage stage);
const char *
todoku_outcome_to_string (TodokuOutcome outcome);
const char *
todoku_failure_to_string (TodokuFailure failure);
const char *
todoku_spoken_to_string (TodokuSpoken spoken);
const char *
todoku_channel_to_string (TodokuChannel channel);

/* What the first bytes of a peer look like: a pure function over at least one
 * byte. A TLS record is 0x14–0x17 followed by 0x03. */
TodokuSpoken
todoku_recognise (const guint8 *bytes, gsize length);

/* Monotonic microseconds; a stage that never began is absent. */
typedef struct {
  TodokuStage stage;
  TodokuOutcome outcome;
  gint64 start_us;
  gint64 end_us;
} TodokuTimelineEntry;

/**
 * TodokuTimeline:
 *
 * The stages of one probe in the order in which they began.
 */
typedef struct _TodokuTimeline TodokuTimeline;

TodokuTimeline *
todoku_timeline_new (void);
void
todoku_timeline_free (TodokuTimeline *self);
void
todoku_timeline_begin (TodokuTimeline *self, TodokuStage stage, gint64 now_us);
void
todoku_timeline_end (TodokuTimeline *self,
                     TodokuStage stage,
                     TodokuOutcome outcome,
                     gint64 now_us);
/* Ends whatever is open. */
void
todoku_timeline_end_all (TodokuTimeline *self,
                         TodokuOutcome outcome,
                         gint64 now_us);
const TodokuTimelineEntry *
todoku_timeline_get (TodokuTimeline *self, guint *ret_length);
const TodokuTimelineEntry *
todoku_timeline_find (TodokuTimeline *self, TodokuStage stage);

/* One line of a dialogue; @text is valid UTF-8 with control characters made
 * visible and secrets already replaced. */
typedef struct {
  gboolean sent;
  TodokuChannel channel;
  guint times; /* how often, one after the other */
  gint64 time_us;
  char *text;
} TodokuTranscriptLine;

/**
 * TodokuTranscript:
 *
 * What was said, capped at 2000 lines and 256 KiB: the rest is counted, not
 * kept.
 */
typedef struct _TodokuTranscript TodokuTranscript;

TodokuTranscript *
todoku_transcript_new (void);
void
todoku_transcript_free (TodokuTranscript *self);
void
todoku_transcript_add (TodokuTranscript *self,
                       gboolean sent,
                       TodokuChannel channel,
                       gint64 time_us,
                       const char *bytes,
                       gsize length);
const TodokuTranscriptLine *
todoku_transcript_get (TodokuTranscript *self, guint *ret_length);
guint
todoku_transcript_get_dropped (TodokuTranscript *self);

/* Bytes from a server as text that is safe to show: valid UTF-8; C0, C1, bidi
 * controls and zero-width characters as \\x1b or <U+202E>; at most @max
 * characters (0: no limit). */
char *
todoku_visible_text (const char *bytes, gsize length, gsize max);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuTimeline, todoku_timeline_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (TodokuTranscript, todoku_transcript_free)

G_END_DECLS
