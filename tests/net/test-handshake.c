/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-openssl.h"

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
#define TIMEOUT_MS (2000 * NET_SLOW)

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

static const char *const promised_1_2[] = { "-tls1_2",
                                            "-status_file",
                                            "{certs}/must-staple.ocsp",
                                            NULL };
static const char *const promised_1_3[] = { "-tls1_3",
                                            "-status_file",
                                            "{certs}/must-staple.ocsp",
                                            NULL };
/* Of another certificate */
static const char *const mistaken[] = { "-tls1_3",
                                        "-status_file",
                                        "{certs}/stapled.ocsp",
                                        NULL };
static const char *const broken_1_2[] = { "-tls1_2", NULL };

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
  /* GIO does not link what does not belong together. */
  { "TL-05/gap-below-root",
    "gap-below-root",
    plain,
    "certificate-refused@tls",
    "untrusted@1",
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
  { "TL-14/must-staple-1.2",
    "must-staple",
    promised_1_2,
    "no-greeting@greeting",
    "",
    "1.2" },
  { "TL-14/must-staple-1.3",
    "must-staple",
    promised_1_3,
    "no-greeting@greeting",
    "",
    "1.3" },
  { "TL-14/must-staple-broken-1.2",
    "must-staple",
    broken_1_2,
    "certificate-refused@tls",
    "staple-missing@0",
    "1.2" },
  { "TL-14/must-staple-broken-1.3",
    "must-staple",
    plain,
    "certificate-refused@tls",
    "staple-missing@0",
    "1.3" },
  { "TL-14/must-staple-mistaken",
    "must-staple",
    mistaken,
    "certificate-refused@tls",
    "staple-missing@0",
    "1.3" },
};

static void
test_row (gconstpointer data)
{
  guint row = GPOINTER_TO_UINT (data);
  NetOpenssl server = { 0 };
  g_autoptr (TodokuNetwork) network = NULL;
  g_autoptr (TodokuProbe) probe = NULL;
  g_autofree char *found = NULL;
  g_autofree char *problems = NULL;
  TodokuObservation *observation;
  /* GIO's certificates hold their issuers: a circle of them is never freed. */
  gboolean leaks = g_str_equal (rows[row].certificate, "circular");

  net_openssl_start (&server, rows[row].certificate, rows[row].more);
  network = net_network_new (server.port);
  probe =
      net_probe_new_signing_in (network, "imaps", server.port, TIMEOUT_MS, 0);
  ALLOW_LEAKS (leaks);
  observation = net_probe_run (probe, TIMEOUT_MS);
  CHECK_LEAKS (leaks);
  net_openssl_stop (&server);
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
