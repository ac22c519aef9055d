/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"

#include <string.h>

#if defined(__SANITIZE_ADDRESS__)
#include <sanitizer/lsan_interface.h>
#define ALLOW_LEAKS(allowed) ((allowed) ? __lsan_disable () : (void) 0)
#define CHECK_LEAKS(allowed) ((allowed) ? __lsan_enable () : (void) 0)
#else
#define ALLOW_LEAKS(allowed) ((void) (allowed))
#define CHECK_LEAKS(allowed) ((void) (allowed))
#endif

/* What a GIO server cannot be made to do is done by openssl(1): chains that
 * cannot be built, old versions, no common cipher, client certificates. */
#define TIMEOUT_MS (4000 * NET_SLOW)

typedef struct {
  GSubprocess *process;
  GDataInputStream *output;
  guint16 port;
} OpenSsl;

/* "ACCEPT 127.0.0.1:PORT" says that it listens. */
static guint16
read_port (GDataInputStream *output)
{
  for (int i = 0; i < 50; i++) {
    g_autofree char *line =
        g_data_input_stream_read_line (output, NULL, NULL, NULL);

    g_assert_nonnull (line);
    if (g_str_has_prefix (line, "ACCEPT "))
      return (guint16) g_ascii_strtoull (strrchr (line, ':') + 1, NULL, 10);
  }
  g_assert_not_reached ();
}

static void
openssl_start (OpenSsl *self, const char *name, const char *const *more)
{
  g_autofree char *chain = net_cert_path (name, ".pem");
  g_autofree char *key = net_cert_path (name, ".key");
  g_autofree char *root = net_cert_path ("root", ".pem");
  g_autoptr (GPtrArray) arguments = g_ptr_array_new_with_free_func (g_free);
  const char *const base[] = { "openssl",     "s_server", "-accept",
                               "127.0.0.1:0", "-naccept", "1",
                               "-cert",       chain,      "-cert_chain",
                               chain,         "-key",     key,
                               "-CAfile",     root };
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (base); i++)
    g_ptr_array_add (arguments, g_strdup (base[i]));
  for (; *more; more++)
    g_ptr_array_add (arguments,
                     g_str_has_prefix (*more, "{certs}")
                         ? g_build_filename (g_getenv ("TODOKU_TEST_CERTS"),
                                             *more + strlen ("{certs}"),
                                             NULL)
                         : g_strdup (*more));
  g_ptr_array_add (arguments, NULL);
  self->process = g_subprocess_newv ((const char *const *) arguments->pdata,
                                     G_SUBPROCESS_FLAGS_STDIN_PIPE |
                                         G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                         G_SUBPROCESS_FLAGS_STDERR_SILENCE,
                                     &error);
  g_assert_no_error (error);
  self->output =
      g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->port = read_port (self->output);
}

static void
openssl_stop (OpenSsl *self)
{
  g_subprocess_force_exit (self->process);
  g_assert_true (g_subprocess_wait (self->process, NULL, NULL));
  g_clear_object (&self->output);
  g_clear_object (&self->process);
}

static const char *const plain[] = { NULL };
static const char *const tls_1_0[] = { "-tls1",
                                       "-cipher",
                                       "ALL:@SECLEVEL=0",
                                       NULL };
static const char *const tls_1_1[] = { "-tls1_1",
                                       "-cipher",
                                       "ALL:@SECLEVEL=0",
                                       NULL };
static const char *const no_cipher[] = { "-tls1_2",
                                         "-cipher",
                                         "ECDHE-ECDSA-ARIA128-GCM-SHA256",
                                         NULL };
static const char *const client_1_2[] = { "-tls1_2",
                                          "-Verify",
                                          "1",
                                          "-verify_return_error",
                                          NULL };
static const char *const client_1_3[] = { "-tls1_3",
                                          "-Verify",
                                          "1",
                                          "-verify_return_error",
                                          NULL };

/* {certs}: the folder of the certificates */
static const char *const revoked_1_2[] = { "-tls1_2",
                                           "-status_file",
                                           "{certs}/revoked.ocsp",
                                           NULL };
static const char *const revoked_1_3[] = { "-tls1_3",
                                           "-status_file",
                                           "{certs}/revoked.ocsp",
                                           NULL };
static const char *const stapled[] = { "-tls1_3",
                                       "-status_file",
                                       "{certs}/stapled.ocsp",
                                       NULL };

static const struct {
  const char *name; /* the row of safety.md, and what it is */
  const char *certificate;
  const char *const *more;
  const char *failure;
  const char *problems; /* "none": there is no report */
  const char *version;
} rows[] = {
  /* TL-05, TL-06: GIO would follow the circle for ever */
  { "TL-06/circular",
    "circular",
    plain,
    "certificate-refused@tls",
    "untrusted@0",
    "1.3" },
  { "TL-05/under-leaf",
    "under-leaf",
    plain,
    "certificate-refused@tls",
    "unsuitable@1",
    "1.3" },
  { "TL-07/long-chain",
    "long-chain",
    plain,
    "certificate-refused@tls",
    "untrusted@0",
    "1.3" },
  /* TL-11 */
  { "TL-11/tls-1.0", "rsa2048", tls_1_0, "tls-version-too-old@tls", "", "1.0" },
  { "TL-11/tls-1.1", "rsa2048", tls_1_1, "tls-version-too-old@tls", "", "1.1" },
  /* TL-12 */
  { "TL-12/no-common-cipher",
    "valid",
    no_cipher,
    "tls-no-common-parameters@tls",
    "none" },
  /* TL-13 */
  { "TL-13/client-certificate-1.2",
    "valid",
    client_1_2,
    "client-certificate-required@tls" },
  { "TL-13/client-certificate-1.3",
    "valid",
    client_1_3,
    "client-certificate-required@greeting",
    "",
    "1.3" },
  /* The one with ten thousand names is longer than TLS libraries take. */
  { "TL-07/many-names",
    "many-names-3000",
    plain,
    "no-greeting@greeting",
    "",
    "1.3" },
  { "TL-07/too-many-names",
    "many-names-10000",
    plain,
    "tls-aborted@tls",
    "none" },
  { "TL-14/revoked-1.2",
    "revoked",
    revoked_1_2,
    "certificate-refused@tls",
    "revoked@0",
    "1.2" },
  { "TL-14/revoked-1.3",
    "revoked",
    revoked_1_3,
    "certificate-refused@tls",
    "revoked@0",
    "1.3" },
  { "TL-14/stapled", "stapled", stapled, "no-greeting@greeting", "", "1.3" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  OpenSsl server = { 0 };
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuProbe) probe = NULL;
  g_autofree char *found = NULL;
  g_autofree char *problems = NULL;
  TodokuObservation *observation;
  /* GIO's certificates hold their issuers: a circle of them is never freed. */
  gboolean leaks = g_str_equal (rows[row].certificate, "circular");

  openssl_start (&server, rows[row].certificate, rows[row].more);
  network = net_network_new (server.port);
  probe =
      net_probe_new_signing_in (network, "imaps", server.port, TIMEOUT_MS, 0);
  ALLOW_LEAKS (leaks);
  observation = net_probe_run (probe, TIMEOUT_MS);
  CHECK_LEAKS (leaks);
  openssl_stop (&server);
  found = net_describe (observation);
  problems = net_describe_certificates (
      todoku_observation_get_certificates (observation));
  g_test_message ("%s", todoku_observation_get_detail (observation));
  g_assert_cmpstr (found, ==, rows[row].failure);
  if (rows[row].problems)
    g_assert_cmpstr (problems, ==, rows[row].problems);
  g_assert_cmpstr (todoku_observation_get_tls_version (observation),
                   ==,
                   rows[row].version);
  g_assert_false (
      todoku_observation_get_dialogue (observation)->sent_credential);
}

/* ---- alerts, as bytes ------------------------------------------------------
 */

static const struct {
  guint8 description;
  const char *failure;
} alerts[] = {
  { 40, "tls-no-common-parameters@tls" }, /* handshake_failure */
  { 70, "tls-version-too-old@tls" },      /* protocol_version */
  { 71, "tls-no-common-parameters@tls" }, /* insufficient_security */
  { 80, "tls-aborted@tls" },              /* internal_error */
  { 112, "tls-aborted@tls" },             /* unrecognized_name */
  { 116, "client-certificate-required@tls" },
};

static gboolean
alert_cb (GThreadedSocketService *service,
          GSocketConnection *connection,
          GObject *source,
          gpointer data)
{
  const guint8 *description = data;
  guint8 record[] = { 21, 3, 3, 0, 2, 2, *description };
  guint8 hello[2048];

  g_socket_set_timeout (g_socket_connection_get_socket (connection), 5);
  g_input_stream_read (g_io_stream_get_input_stream (G_IO_STREAM (connection)),
                       hello,
                       sizeof hello,
                       NULL,
                       NULL);
  g_output_stream_write_all (g_io_stream_get_output_stream (
                                 G_IO_STREAM (connection)),
                             record,
                             sizeof record,
                             NULL,
                             NULL,
                             NULL);
  return TRUE;
}

static void
test_alert (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  guint8 description = alerts[row].description;
  g_autoptr (GSocketService) service = g_threaded_socket_service_new (2);
  guint16 port =
      g_socket_listener_add_any_inet_port (G_SOCKET_LISTENER (service),
                                           NULL,
                                           NULL);
  g_autoptr (TodokuNetwork) network = net_network_new (port);
  g_autoptr (TodokuProbe) probe =
      net_probe_new (network, "imaps", port, TIMEOUT_MS);
  g_autofree char *found = NULL;

  g_signal_connect (service, "run", G_CALLBACK (alert_cb), &description);
  g_socket_service_start (service);
  found = net_describe (net_probe_run (probe, TIMEOUT_MS));
  g_socket_service_stop (service);
  g_socket_listener_close (G_SOCKET_LISTENER (service));
  g_assert_cmpstr (found, ==, alerts[row].failure);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (rows); i++) {
    g_autofree char *path = g_strconcat ("/net/handshake/", rows[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_row);
  }
  for (guint i = 0; i < G_N_ELEMENTS (alerts); i++) {
    g_autofree char *path = g_strdup_printf ("/net/handshake/TL-12/alert-%u",
                                             alerts[i].description);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_alert);
  }
  return g_test_run ();
}
