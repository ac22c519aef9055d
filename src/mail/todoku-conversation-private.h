/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#pragma once

#include "todoku-conversation.h"
#include "todoku-reply-reader.h"
#include "todoku-sasl.h"

G_BEGIN_DECLS

/* What stands in the transcript in place of a credential. */
#define TODOKU_MASK "•••"

/* A state of a dialogue: what is said and how the answer is judged.  @send may
 * be NULL: only an answer is waited for. */
typedef struct {
  TodokuStage stage;
  TodokuExpect expect;
  void (*send) (TodokuConversation *self);
  void (*judge) (TodokuConversation *self, const TodokuReply *reply);
} TodokuState;

/* What differs from protocol to protocol. */
typedef struct {
  const TodokuState *greeting;
  const TodokuState *capabilities;
  const TodokuState *starttls;
  const TodokuState *sign_in; /* AUTH, AUTHENTICATE */
  const TodokuState *command; /* LOGIN, USER */
  const TodokuState *look;
  const TodokuState *message; /* (nullable) */
  const TodokuState *find;    /* (nullable) the awaited message */
  const char *farewell;
  const char *mechanisms; /* the capability that lists them */
  TodokuSpoken spoken;
  gboolean (*offers_starttls) (TodokuConversation *self);
  /* (nullable) what the answer to the sign-in tells */
  void (*signed_in) (TodokuConversation *self, const TodokuReply *reply);
  gboolean (*offers) (TodokuConversation *self, TodokuMechanism mechanism);
  /* (nullable) whether a password goes by the command rather than by SASL */
  gboolean (*prefers_command) (TodokuConversation *self);
} TodokuDialect;

extern const TodokuState todoku_imap_find;
extern const TodokuState todoku_pop3_find;
extern const TodokuDialect todoku_imap_dialect;
extern const TodokuDialect todoku_pop3_dialect;
extern const TodokuDialect todoku_smtp_dialect;

struct _TodokuConversation {
  GObject parent_instance;

  /* What was asked for */
  TodokuEndpoint *endpoint;
  TodokuConversationFlags flags;
  TodokuSignIn sign_in;
  char *user;
  TodokuSecret *secret;
  char *sender; /* (nullable) */
  char *recipient;
  GBytes *message;
  char *awaits; /* (nullable) */
  guint patience_ms;

  /* Where it stands */
  const TodokuDialect *dialect;
  const TodokuState *state;
  TodokuReplyReader *reader;
  TodokuNeed need;
  TodokuChannel channel;
  gint64 now;
  gboolean leaving;  /* the farewell is on its way; nothing is awaited */
  gboolean quitting; /* it was said, and its answer is awaited */
  gboolean greeted;  /* a line came */
  gsize phase_bytes;

  /* What waits to be sent, in secure memory */
  char *output;
  gsize output_length;
  gsize output_sent;

  /* The sign-in */
  TodokuMechanism mechanism;
  guint step;
  char *challenge; /* (nullable) one that came after the credential */
  guint tag;
  char tag_text[16];

  /* The awaited message */
  void (*resume) (TodokuConversation *self); /* after the wait */
  guint wait_ms;
  gint64 await_until_us; /* 0: not begun */
  guint number;          /* its UID, or its number for POP3 */
  guint looked_at;       /* messages, for POP3 */

  TodokuDialogue dialogue;
};

/* Saying: todoku-conversation-say.c */
void
todoku_conversation_say (TodokuConversation *self, const char *line);
void
todoku_conversation_say_tagged (TodokuConversation *self, const char *command);
void
todoku_conversation_say_bytes (TodokuConversation *self,
                               const char *shown,
                               const char *bytes,
                               gsize length);
void
todoku_conversation_say_quietly (TodokuConversation *self,
                                 const char *bytes,
                                 gsize length);
void
todoku_conversation_say_sasl (TodokuConversation *self, const char *prefix);

/* The way: todoku-conversation-way.c */
void
todoku_conversation_enter (TodokuConversation *self, const TodokuState *state);
void
todoku_conversation_record (TodokuConversation *self,
                            TodokuFailure failure,
                            TodokuStage stage,
                            const TodokuReply *reply);
void
todoku_conversation_fail (TodokuConversation *self,
                          TodokuFailure failure,
                          const TodokuReply *reply);
void
todoku_conversation_finish (TodokuConversation *self, TodokuOutcome outcome);
void
todoku_conversation_leave (TodokuConversation *self);
void
todoku_conversation_want_secure (TodokuConversation *self);
void
todoku_conversation_after_capabilities (TodokuConversation *self);
void
todoku_conversation_after_look (TodokuConversation *self);
void
todoku_conversation_wait (TodokuConversation *self,
                          guint ms,
                          void (*resume) (TodokuConversation *self));

/* Judging what all protocols answer alike: todoku-conversation-judge.c */
void
todoku_conversation_set_capabilities (TodokuConversation *self,
                                      GStrv capabilities);
gboolean
todoku_conversation_has_word (TodokuConversation *self, const char *capability);
gboolean
todoku_conversation_lists (TodokuConversation *self,
                           const char *key,
                           const char *value);
TodokuMechanism
todoku_conversation_choose_mechanism (TodokuConversation *self);
gboolean
todoku_conversation_offers_any (TodokuConversation *self);
gboolean
todoku_conversation_is_accepted (TodokuConversation *self,
                                 const TodokuReply *reply,
                                 TodokuFailure refusal);
gboolean
todoku_conversation_greeting_is_sound (TodokuConversation *self,
                                       const TodokuReply *reply);
void
todoku_conversation_judge_sign_in (TodokuConversation *self,
                                   const TodokuReply *reply);
void
todoku_conversation_judge_sasl (TodokuConversation *self,
                                const TodokuReply *reply);
void
todoku_conversation_judge_look (TodokuConversation *self,
                                const TodokuReply *reply);

G_END_DECLS
