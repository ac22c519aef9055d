/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-fixture.h"
#include "net-proxy.h"
#include "todoku-reach.h"

#include <string.h>

/* Proxies of this computer's settings, real ones on loopback (RB-08).  Names
 * go to the proxy as they are: nothing is looked up. */

#define TIMEOUT_MS (1500 * NET_SLOW)
#define HOST "imap.example.com"
#define URL "https://autoconfig.example.com/mail/config-v1.1.xml"

/* ---- settings that cannot be had ------------------------------------------
 */

#define TYPE_LOST (lost_get_type ())
G_DECLARE_FINAL_TYPE (Lost, lost, , LOST, GObject)

/* A script of settings (PAC) that is not to be had, or not soon. */
struct _Lost {
  GObject parent_instance;

  gboolean hangs;
};

static gboolean
is_supported (GProxyResolver *resolver)
{
  return TRUE;
}

/* As long as a server of such scripts may take: longer than anybody waits. */
static void
hang (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  g_usleep (3 * TIMEOUT_MS * 1000);
  g_task_return_pointer (task, NULL, NULL);
}

static void
lookup_async (GProxyResolver *resolver,
              const char *uri,
              GCancellable *cancellable,
              GAsyncReadyCallback callback,
              gpointer data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, data);

  if (((Lost *) resolver)->hangs) {
    g_task_set_return_on_cancel (task, TRUE);
    g_task_run_in_thread (task, hang);
    return;
  }
  g_task_return_new_error (task,
                           G_IO_ERROR,
                           G_IO_ERROR_FAILED,
                           "Could not fetch proxy.pac");
}

static char **
lookup_finish (GProxyResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
resolver_init (GProxyResolverInterface *interface)
{
  interface->is_supported = is_supported;
  interface->lookup_async = lookup_async;
  interface->lookup_finish = lookup_finish;
}

G_DEFINE_FINAL_TYPE_WITH_CODE (Lost,
                               lost,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_PROXY_RESOLVER,
                                                      resolver_init))

static void
lost_class_init (LostClass *klass)
{
}

static void
lost_init (Lost *self)
{
}

static GProxyResolver *
settings_new (const char *proxy)
{
  Lost *lost;

  if (!g_str_has_prefix (proxy, "pac"))
    return g_simple_proxy_resolver_new (proxy, NULL);
  lost = g_object_new (TYPE_LOST, NULL);
  lost->hangs = strcmp (proxy, "pac-hangs") == 0;
  return G_PROXY_RESOLVER (lost);
}

/* ---- mail -----------------------------------------------------------------
 */

/* @proxy: "USER" stands for 300 characters; the port follows. */
static const struct {
  const char *name;
  NetProxyKind kind;
  NetProxyManner manner;
  const char *proxy;
  const char *found;
  const char *asked;
} mail[] = {
  { "socks5",
    NET_PROXY_SOCKS5,
    NET_PROXY_LEADS,
    "socks5://127.0.0.1:",
    "reached",
    HOST ":993" },
  { "socks4a",
    NET_PROXY_SOCKS4A,
    NET_PROXY_LEADS,
    "socks4a://taro@127.0.0.1:",
    "reached",
    HOST ":993" },
  /* As most people set it: of whatever version. */
  { "socks",
    NET_PROXY_SOCKS5,
    NET_PROXY_LEADS,
    "socks://127.0.0.1:",
    "reached",
    HOST ":993" },
  { "socks-old",
    NET_PROXY_SOCKS4A,
    NET_PROXY_LEADS,
    "socks://127.0.0.1:",
    "reached",
    HOST ":993" },
  { "socks4a-long-user",
    NET_PROXY_SOCKS4A,
    NET_PROXY_LEADS,
    "socks4a://USER@127.0.0.1:",
    "not-reached",
    NULL },
  { "socks5-long-user",
    NET_PROXY_SOCKS5,
    NET_PROXY_LEADS,
    "socks5://USER:secret@127.0.0.1:",
    "not-reached",
    NULL },
  { "socks5-refuses",
    NET_PROXY_SOCKS5,
    NET_PROXY_REFUSES,
    "socks5://127.0.0.1:",
    "not-reached",
    HOST ":993" },
  { "socks4a-refuses",
    NET_PROXY_SOCKS4A,
    NET_PROXY_REFUSES,
    "socks4a://127.0.0.1:",
    "not-reached",
    HOST ":993" },
  { "closes",
    NET_PROXY_SOCKS5,
    NET_PROXY_CLOSES,
    "socks5://127.0.0.1:",
    "not-reached",
    NULL },
  { "silent",
    NET_PROXY_SOCKS5,
    NET_PROXY_IS_SILENT,
    "socks5://127.0.0.1:",
    "not-reached",
    NULL },
  /* Mail goes through no proxy of web pages, and none is asked for. */
  { "http", NET_PROXY_HTTP, NET_PROXY_LEADS, "http://127.0.0.1:", NULL, NULL },
  { "none", NET_PROXY_HTTP, NET_PROXY_LEADS, "direct://", NULL, NULL },
  { "pac-is-not-there", NET_PROXY_HTTP, NET_PROXY_LEADS, "pac", NULL, NULL },
  { "pac-hangs", NET_PROXY_HTTP, NET_PROXY_LEADS, "pac-hangs", NULL, NULL },
};

static char *
address_of (const char *proxy, NetProxy *server)
{
  g_autofree char *user = g_strnfill (300, 'u');
  g_autoptr (GString) text = g_string_new (proxy);

  g_string_replace (text, "USER", user, 1);
  if (g_str_has_suffix (proxy, ":"))
    g_string_append_printf (text, "%u", net_proxy_get_port (server));
  return g_string_free (g_steal_pointer (&text), FALSE);
}

typedef struct {
  const char *found;
  gboolean done;
} Answer;

static void
reached_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Answer *answer = data;

  answer->found = todoku_reach_by_proxy_finish (result);
  answer->done = TRUE;
}

static void
test_mail (gconstpointer data)
{
  static const char *const script[] = { "S:* OK hello", "HOLD" };
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (NetServer) server = net_server_new (script, NULL, NULL);
  g_autoptr (NetProxy) proxy = net_proxy_new (mail[row].kind,
                                              mail[row].manner,
                                              net_server_get_port (server));
  g_autofree char *address = address_of (mail[row].proxy, proxy);
  g_autoptr (TodokuNetwork) network = todoku_network_new ();
  g_autoptr (GProxyResolver) settings = settings_new (address);
  g_autoptr (TodokuEndpoint) endpoint =
      todoku_endpoint_parse ("imaps://" HOST ":993", NULL);
  g_autofree char *asked = NULL;
  Answer answer = { NULL };

  todoku_network_set_proxy_resolver (network, settings);
  todoku_reach_by_proxy_async (network,
                               endpoint,
                               TIMEOUT_MS,
                               NULL,
                               reached_cb,
                               &answer);
  while (!answer.done)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpstr (answer.found, ==, mail[row].found);
  asked = net_proxy_dup_asked (proxy);
  g_assert_cmpstr (asked, ==, mail[row].asked);
}

/* ---- pages ----------------------------------------------------------------
 */

static const struct {
  const char *name;
  NetProxyKind kind;
  NetProxyManner manner;
  const char *proxy;
  const char *found; /* the page, or "!" and the reason; any of several */
} pages[] = {
  { "http", NET_PROXY_HTTP, NET_PROXY_LEADS, "http://127.0.0.1:", "hello" },
  { "socks5",
    NET_PROXY_SOCKS5,
    NET_PROXY_LEADS,
    "socks5://127.0.0.1:",
    "hello" },
  { "http-refuses",
    NET_PROXY_HTTP,
    NET_PROXY_REFUSES,
    "http://127.0.0.1:",
    "!refused" },
  { "http-wants-password",
    NET_PROXY_HTTP,
    NET_PROXY_WANTS_PASSWORD,
    "http://127.0.0.1:",
    "!refused" },
  { "http-closes",
    NET_PROXY_HTTP,
    NET_PROXY_CLOSES,
    "http://127.0.0.1:",
    "!malformed|!not-reached" }, /* it may be reset */
  { "http-silent",
    NET_PROXY_HTTP,
    NET_PROXY_IS_SILENT,
    "http://127.0.0.1:",
    "!timed-out" },
  { "socks5-refuses",
    NET_PROXY_SOCKS5,
    NET_PROXY_REFUSES,
    "socks5://127.0.0.1:",
    "!not-reached" },
  { "socks4a-long-user",
    NET_PROXY_SOCKS4A,
    NET_PROXY_LEADS,
    "socks4a://USER@127.0.0.1:",
    "!not-reached" },
  { "pac-is-not-there",
    NET_PROXY_HTTP,
    NET_PROXY_LEADS,
    "pac",
    "!not-reached" },
  { "pac-hangs", NET_PROXY_HTTP, NET_PROXY_LEADS, "pac-hangs", "!timed-out" },
};

/* What is trusted, and nothing that leads connections elsewhere. */
static TodokuNetwork *
open_network_new (const char *address)
{
  TodokuNetwork *network = todoku_network_new ();
  g_autoptr (GProxyResolver) settings = settings_new (address);
  g_autofree char *root = net_cert_path ("root", ".pem");
  g_autoptr (GError) error = NULL;

  todoku_network_set_proxy_resolver (network, settings);
  todoku_network_add_ca_file (network, root, &error);
  g_assert_no_error (error);
  return network;
}

static void
test_page (gconstpointer data)
{
  static const char *const script[] = {
    "TLS",     "ASK",  "S:HTTP/1.1 200 OK", "S:Content-Length: 5", "S:",
    "B:hello", "CLOSE"
  };
  guint row = GPOINTER_TO_UINT (data);
  g_autoptr (GTlsCertificate) certificate = net_load_certificate ("web");
  g_autoptr (NetServer) server = net_server_new (script, NULL, certificate);
  g_autoptr (NetProxy) proxy = net_proxy_new (pages[row].kind,
                                              pages[row].manner,
                                              net_server_get_port (server));
  g_autofree char *address = address_of (pages[row].proxy, proxy);
  g_autoptr (TodokuNetwork) network = open_network_new (address);
  g_autofree char *found = net_get_page (network, URL, NULL, TIMEOUT_MS);
  g_autofree char *asked = net_proxy_dup_asked (proxy);
  g_auto (GStrv) expected = NULL;

  expected = g_strsplit (pages[row].found, "|", -1);
  g_test_message ("%s", found);
  g_assert_true (g_strv_contains ((const char *const *) expected, found));
  if (pages[row].manner == NET_PROXY_LEADS && asked)
    g_assert_cmpstr (asked, ==, "autoconfig.example.com:443");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (mail); i++) {
    g_autofree char *path =
        g_strconcat ("/net/proxy/RB-08/mail/", mail[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_mail);
  }
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++) {
    g_autofree char *path =
        g_strconcat ("/net/proxy/RB-08/page/", pages[i].name, NULL);

    g_test_add_data_func (path, GUINT_TO_POINTER (i), test_page);
  }
  return g_test_run ();
}
