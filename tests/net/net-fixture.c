/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include "todoku-web.h"

#include <string.h>

#define PASSWORD "correct horse"
#define MAX_BLOCK_MS (250 * NET_SLOW)

/* ---- certificates ----------------------------------------------------------
 */

char *
net_cert_path (const char *name, const char *ending)
{
  g_autofree char *file = g_strconcat (name, ending, NULL);

  return g_build_filename (g_getenv ("TODOKU_TEST_CERTS"), file, NULL);
}

static GTlsCertificate *
link_certificate (GTlsCertificate *certificate,
                  const char *key,
                  GTlsCertificate *issuer)
{
  g_autoptr (GByteArray) der = NULL;
  g_autoptr (GError) error = NULL;
  GTlsCertificate *linked;

  g_object_get (certificate, "certificate", &der, NULL);
  linked = g_initable_new (G_OBJECT_TYPE (certificate),
                           NULL,
                           &error,
                           "certificate",
                           der,
                           "private-key-pem",
                           key,
                           "issuer",
                           issuer,
                           NULL);
  g_assert_no_error (error);
  return linked;
}

GTlsCertificate *
net_load_certificate (const char *name)
{
  g_autofree char *path = net_cert_path (name, ".pem");
  g_autofree char *key_path = net_cert_path (name, ".key");
  g_autofree char *key = NULL;
  g_autoptr (GError) error = NULL;
  g_autolist (GTlsCertificate) list =
      g_tls_certificate_list_new_from_file (path, &error);
  GTlsCertificate *chain = NULL;

  g_assert_no_error (error);
  g_file_get_contents (key_path, &key, NULL, &error);
  g_assert_no_error (error);
  for (GList *l = g_list_last (list); l; l = l->prev) {
    g_autoptr (GTlsCertificate) above = chain;

    chain = link_certificate (l->data, l->prev ? NULL : key, above);
  }
  return chain;
}

/* ---- probes ----------------------------------------------------------------
 */

TodokuNetwork *
net_network_new (guint16 port)
{
  TodokuNetwork *network = todoku_network_new ();
  g_autofree char *entry =
      g_strdup_printf (NET_HOST ":%u:127.0.0.1:%u", port, port);
  g_autofree char *root = net_cert_path ("root", ".pem");
  g_autoptr (GError) error = NULL;

  todoku_network_add_connect_to (network, entry, &error);
  g_assert_no_error (error);
  todoku_network_add_ca_file (network, root, &error);
  g_assert_no_error (error);
  /* Reading the system's anchors takes 15 ms once, with sanitizers a second. */
  if (NET_SLOW > 1)
    (void) todoku_network_get_database (network);
  return network;
}

static TodokuProbe *
probe_new (TodokuNetwork *network,
           const char *scheme,
           guint16 port,
           guint timeout_ms,
           TodokuConversationOptions *options)
{
  g_autofree char *text =
      g_strdup_printf ("%s://" NET_HOST ":%u", scheme, port);
  g_autoptr (GError) error = NULL;
  g_autoptr (TodokuEndpoint) endpoint = todoku_endpoint_parse (text, &error);
  TodokuProbe *probe;

  g_assert_no_error (error);
  options->endpoint = endpoint;
  probe = todoku_probe_new (network,
                            TODOKU_ROLE_CONFIGURED,
                            G_SOCKET_FAMILY_IPV4,
                            options,
                            timeout_ms,
                            &error);
  g_assert_no_error (error);
  return probe;
}

TodokuProbe *
net_probe_new (TodokuNetwork *network,
               const char *scheme,
               guint16 port,
               guint timeout_ms)
{
  TodokuConversationOptions options = { 0 };

  return probe_new (network, scheme, port, timeout_ms, &options);
}

TodokuProbe *
net_probe_new_signing_in (TodokuNetwork *network,
                          const char *scheme,
                          guint16 port,
                          guint timeout_ms,
                          TodokuConversationFlags flags)
{
  g_autoptr (TodokuSecret) secret =
      todoku_secret_new (PASSWORD, strlen (PASSWORD), NULL);
  TodokuConversationOptions options = {
    .flags = flags,
    .sign_in = TODOKU_SIGN_IN_PASSWORD,
    .user = "taro@example.com",
    .secret = secret,
  };

  return probe_new (network, scheme, port, timeout_ms, &options);
}

static void
done_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  gboolean *done = data;

  g_assert_true (
      todoku_probe_run_finish (TODOKU_PROBE (source), result, &error));
  g_assert_no_error (error);
  *done = TRUE;
}

typedef struct {
  gint64 last_us;
  gint64 last_delay_us;
  gint64 longest_us;
} Watch;

/* How long this thread could have run and was not let, by the kernel's own
 * count (proc_pid_schedstat(5): the second number, in ns). */
static gint64
read_delay_us (void)
{
  g_autofree char *text = NULL;
  char *second;

  if (!g_file_get_contents ("/proc/thread-self/schedstat", &text, NULL, NULL))
    return 0;
  (void) g_ascii_strtoull (text, &second, 10);
  return (gint64) (g_ascii_strtoull (second, NULL, 10) / 1000);
}

/* Runs every 10 ms; what it misses is how long the main loop stood, less what
 * others made it wait for the processor. */
static gboolean
watch_cb (gpointer data)
{
  Watch *watch = data;
  gint64 now = g_get_monotonic_time ();
  gint64 delay = read_delay_us ();

  watch->longest_us =
      MAX (watch->longest_us,
           now - watch->last_us - (delay - watch->last_delay_us));
  watch->last_us = now;
  watch->last_delay_us = delay;
  return G_SOURCE_CONTINUE;
}

TodokuObservation *
net_probe_run (TodokuProbe *probe, guint timeout_ms)
{
  gint64 start = g_get_monotonic_time ();
  Watch watch = { start, read_delay_us (), 0 };
  guint id = g_timeout_add (10, watch_cb, &watch);
  gboolean done = FALSE;

  todoku_probe_run_async (probe, NULL, done_cb, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (id);
  g_assert_cmpint (watch.longest_us / 1000, <, MAX_BLOCK_MS);
  g_assert_cmpint ((g_get_monotonic_time () - start) / 1000,
                   <,
                   timeout_ms + 2000 * NET_SLOW);
  g_assert_true (
      todoku_observation_is_finished (todoku_probe_get_observation (probe)));
  return todoku_probe_get_observation (probe);
}

/* ---- words -----------------------------------------------------------------
 */

char *
net_describe (TodokuObservation *observation)
{
  TodokuFailure failure = todoku_observation_get_failure (observation);

  if (failure == TODOKU_FAILURE_NONE)
    return g_strdup ("");
  return g_strconcat (todoku_failure_to_string (failure),
                      "@",
                      todoku_stage_to_string (
                          todoku_observation_get_failure_stage (observation)),
                      NULL);
}

/* What is listed is there, and nothing else is. */
static void
assert_has (TodokuCertificateReport *report,
            const TodokuCertificateProblem *problems,
            guint n)
{
  guint n_there = 0;

  for (guint i = 0; i < n; i++)
    g_assert_true (todoku_certificate_report_has_problem (report, problems[i]));
  for (int p = 0; p < TODOKU_N_CERTIFICATE_PROBLEMS; p++)
    n_there += todoku_certificate_report_has_problem (report, p);
  g_assert_cmpuint (n_there, ==, n);
}

char *
net_describe_certificates (TodokuCertificateReport *report)
{
  g_autoptr (GString) text = g_string_new (NULL);
  const TodokuCertificateProblem *problems;
  guint n;

  if (!report)
    return g_strdup ("none");
  problems = todoku_certificate_report_get_problems (report, &n);
  g_assert_cmpint (todoku_certificate_report_is_verified (report), ==, n == 0);
  assert_has (report, problems, n);
  for (guint i = 0; i < n; i++) {
    const char *name = todoku_certificate_problem_to_string (problems[i]);

    g_assert_true (g_str_has_prefix (name, "certificate-"));
    g_string_append_printf (text,
                            "%s%s@%u",
                            i > 0 ? " " : "",
                            name + strlen ("certificate-"),
                            todoku_certificate_report_get_culprit (report,
                                                                   problems
                                                                       [i]));
  }
  return g_string_free (g_steal_pointer (&text), FALSE);
}

/* ---- pages -----------------------------------------------------------------
 */

typedef struct {
  GBytes *body;
  const char *reason;
  gboolean done;
} Page;

static void
got_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Page *page = data;

  page->body = todoku_web_get_finish (result, &page->reason);
  page->done = TRUE;
}

static gboolean
cancel_cb (gpointer data)
{
  g_cancellable_cancel (data);
  return G_SOURCE_REMOVE;
}

char *
net_get_page (TodokuNetwork *network,
              const char *url,
              const char *within,
              guint timeout_ms)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  guint timer = g_timeout_add (timeout_ms, cancel_cb, cancellable);
  g_autoptr (GBytes) body = NULL;
  Page page = { NULL, NULL, FALSE };
  gsize length;
  const char *text;

  todoku_web_get_async (network, url, within, cancellable, got_cb, &page);
  while (!page.done)
    g_main_context_iteration (NULL, TRUE);
  if (!g_cancellable_is_cancelled (cancellable))
    g_source_remove (timer);
  body = page.body;
  if (!body)
    return g_strconcat (page.reason ? "!" : "", page.reason, NULL);
  g_assert_null (page.reason);
  text = g_bytes_get_data (body, &length);
  return g_strndup (text ? text : "", length);
}

/* ---- names -----------------------------------------------------------------
 */

#define NET_TYPE_RESOLVER (net_resolver_get_type ())
G_DECLARE_FINAL_TYPE (NetResolver, net_resolver, NET, RESOLVER, GResolver)

struct _NetResolver {
  GResolver parent_instance;

  const char *const *table;
};

G_DEFINE_FINAL_TYPE (NetResolver, net_resolver, G_TYPE_RESOLVER)

static gboolean
is_wanted (GInetAddress *address, GResolverNameLookupFlags flags)
{
  GSocketFamily family = g_inet_address_get_family (address);

  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV4_ONLY)
    return family == G_SOCKET_FAMILY_IPV4;
  if (flags & G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    return family == G_SOCKET_FAMILY_IPV6;
  return TRUE;
}

static GList *
find_addresses (const char *text, GResolverNameLookupFlags flags)
{
  g_auto (GStrv) parts = g_strsplit (text, ",", -1);
  GList *list = NULL;

  for (char **part = parts; *part; part++) {
    g_autoptr (GInetAddress) address = g_inet_address_new_from_string (*part);

    if (is_wanted (address, flags))
      list = g_list_append (list, g_steal_pointer (&address));
  }
  return list;
}

static void
free_addresses (gpointer data)
{
  g_resolver_free_addresses (data);
}

static void
lookup_async (GResolver *resolver,
              const char *name,
              GResolverNameLookupFlags flags,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);
  const char *const *row = NET_RESOLVER (resolver)->table;
  GResolverError code = G_RESOLVER_ERROR_NOT_FOUND;
  gsize length = strlen (name);
  GList *list = NULL;

  for (; *row; row++)
    if (strncmp (*row, name, length) == 0 && (*row)[length] == '=') {
      if ((*row)[length + 1] == '\0')
        code = G_RESOLVER_ERROR_TEMPORARY_FAILURE;
      else
        list = find_addresses (*row + length + 1, flags);
    }
  if (list)
    g_task_return_pointer (task, list, free_addresses);
  else
    g_task_return_new_error (task, G_RESOLVER_ERROR, (int) code, "Not found");
}

static GList *
lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
net_resolver_class_init (NetResolverClass *klass)
{
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_async = lookup_async;
  G_RESOLVER_CLASS (klass)->lookup_by_name_with_flags_finish = lookup_finish;
}

static void
net_resolver_init (NetResolver *self)
{
}

GResolver *
net_resolver_new (const char *const *table)
{
  NetResolver *self = g_object_new (NET_TYPE_RESOLVER, NULL);

  self->table = table;
  return G_RESOLVER (self);
}
