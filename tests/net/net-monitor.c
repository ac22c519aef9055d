/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "net-monitor.h"

typedef struct {
  GObject parent_instance;

  GNetworkConnectivity connectivity;
} NetMonitor;
typedef GObjectClass NetMonitorClass;

typedef enum {
  PROP_AVAILABLE = 1,
  PROP_METERED,
  PROP_CONNECTIVITY,
} NetMonitorProp;

static GType
net_monitor_get_type (void);

static void
initable_init (GInitableIface *iface)
{
}

static void
monitor_init (GNetworkMonitorInterface *iface)
{
}

G_DEFINE_TYPE_WITH_CODE (NetMonitor,
                         net_monitor,
                         G_TYPE_OBJECT,
                         G_IMPLEMENT_INTERFACE (G_TYPE_INITABLE, initable_init)
                             G_IMPLEMENT_INTERFACE (G_TYPE_NETWORK_MONITOR,
                                                    monitor_init))

static void
net_monitor_get_property (GObject *object,
                          guint id,
                          GValue *value,
                          GParamSpec *pspec)
{
  NetMonitor *self = (NetMonitor *) object;

  switch ((NetMonitorProp) id) {
  case PROP_AVAILABLE:
    g_value_set_boolean (value,
                         self->connectivity != G_NETWORK_CONNECTIVITY_LOCAL);
    break;
  case PROP_METERED:
    g_value_set_boolean (value, FALSE);
    break;
  case PROP_CONNECTIVITY:
    g_value_set_enum (value, self->connectivity);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
net_monitor_class_init (NetMonitorClass *klass)
{
  klass->get_property = net_monitor_get_property;
  g_object_class_override_property (klass, PROP_AVAILABLE, "network-available");
  g_object_class_override_property (klass, PROP_METERED, "network-metered");
  g_object_class_override_property (klass, PROP_CONNECTIVITY, "connectivity");
}

static void
net_monitor_init (NetMonitor *self)
{
}

GNetworkMonitor *
net_monitor_new (GNetworkConnectivity connectivity)
{
  NetMonitor *self = g_object_new (net_monitor_get_type (), NULL);

  self->connectivity = connectivity;
  return G_NETWORK_MONITOR (self);
}
