/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-share-menu.h"

#include "todoku-compat.h"
#include "todoku-print.h"
#include "todoku-report-file.h"
#include "todoku-share.h"

#include <glib/gi18n.h>
#include <string.h>

struct _TodokuShareMenu {
  AdwBin parent_instance;

  GtkMenuButton *button;
  GtkLabel *note;

  TodokuRun *run; /* (nullable) */
  TodokuLanguages languages;
  gboolean whole_address;
  gboolean with_transcript;
};

typedef enum {
  PROP_WHOLE_ADDRESS = 1,
  PROP_WITH_TRANSCRIPT,
} TodokuShareMenuProp;

static GParamSpec *props[PROP_WITH_TRANSCRIPT + 1];

G_DEFINE_FINAL_TYPE (TodokuShareMenu, todoku_share_menu, ADW_TYPE_BIN)

/* ---- what goes in ---------------------------------------------------------
 */

static TodokuReportFlags
get_flags (TodokuShareMenu *self)
{
  TodokuReportFlags flags = todoku_languages_to_report_flags (self->languages);

  if (self->whole_address)
    flags |= TODOKU_REPORT_UNREDACTED;
  if (self->with_transcript)
    flags |= TODOKU_REPORT_TRANSCRIPT;
  return flags;
}

static void
show_note (TodokuShareMenu *self)
{
  gtk_label_set_text (
      self->note,
      self->whole_address
          ? _ ("The mail address goes in whole. IP addresses that may be "
               "yours are left out, and passwords are never in it.")
          : _ ("The mail address is shortened, IP addresses that may be "
               "yours are left out, and passwords are never in it."));
}

static void
set_whole_address (TodokuShareMenu *self, gboolean whole)
{
  if (self->whole_address == whole)
    return;
  self->whole_address = whole;
  show_note (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WHOLE_ADDRESS]);
}

static void
set_with_transcript (TodokuShareMenu *self, gboolean with)
{
  if (self->with_transcript == with)
    return;
  self->with_transcript = with;
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_WITH_TRANSCRIPT]);
}

/* ---- ways -----------------------------------------------------------------
 */

static void
complain (TodokuShareMenu *self, const GError *error)
{
  gtk_widget_activate_action (GTK_WIDGET (self),
                              "win.complain",
                              "s",
                              error->message);
}

static void
copy (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuShareMenu *self = TODOKU_SHARE_MENU (widget);
  g_autofree char *report =
      todoku_report_write (self->run, TODOKU_REPORT_TEXT, get_flags (self));

  gtk_menu_button_popdown (self->button);
  gtk_widget_activate_action (widget, "win.copy", "s", report);
}

static void
print (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuShareMenu *self = TODOKU_SHARE_MENU (widget);
  gboolean hand_out =
      strcmp (g_variant_get_string (parameter, NULL), "hand-out") == 0;
  TodokuReportFlags flags = get_flags (self);

  gtk_menu_button_popdown (self->button);
  if (hand_out)
    flags |= TODOKU_REPORT_EN | TODOKU_REPORT_JA;
  todoku_print (self->run,
                hand_out ? TODOKU_PRINT_HAND_OUT : TODOKU_PRINT_REPORT,
                flags,
                GTK_WINDOW (gtk_widget_get_root (widget)));
}

/* What is saved is what was there when saving was asked for. */
typedef struct {
  TodokuShareMenu *menu;
  TodokuRun *run;
  TodokuShareForm form;
  TodokuReportFlags flags;
} Saving;

static void
saving_free (Saving *self)
{
  g_clear_object (&self->menu);
  g_clear_object (&self->run);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Saving, saving_free)

static void
saved_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (TodokuShareMenu) self = data;
  g_autoptr (GError) error = NULL;

  if (todoku_report_save_finish (G_FILE (source), result, &error))
    gtk_widget_activate_action (GTK_WIDGET (self),
                                "win.say",
                                "s",
                                _ ("Report saved"));
  else
    complain (self, error);
}

static void
chosen_cb (GFile *file, const GError *unchosen, gpointer data)
{
  g_autoptr (Saving) saving = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) bytes = NULL;

  if (unchosen != NULL)
    complain (saving->menu, unchosen);
  if (file == NULL)
    return;
  bytes = todoku_share_write (saving->run, saving->form, saving->flags, &error);
  if (bytes == NULL) {
    complain (saving->menu, error);
    return;
  }
  todoku_report_save_async (file, bytes, saved_cb, g_object_ref (saving->menu));
}

static void
save (GtkWidget *widget, const char *name, GVariant *parameter)
{
  TodokuShareMenu *self = TODOKU_SHARE_MENU (widget);
  g_autoptr (Saving) saving = g_new0 (Saving, 1);
  TodokuShareForm form;

  if (!todoku_share_form_from_string (g_variant_get_string (parameter, NULL),
                                      &form))
    return;
  gtk_menu_button_popdown (self->button);
  saving->menu = g_object_ref (self);
  saving->run = g_object_ref (self->run);
  saving->form = form;
  saving->flags = get_flags (self);
  todoku_compat_choose_save (GTK_WINDOW (gtk_widget_get_root (widget)),
                             _ ("Save Report"),
                             todoku_share_form_get_file_name (form),
                             chosen_cb,
                             g_steal_pointer (&saving));
}

/* ---- life -----------------------------------------------------------------
 */

static void
todoku_share_menu_get_property (GObject *object,
                                guint id,
                                GValue *value,
                                GParamSpec *pspec)
{
  TodokuShareMenu *self = TODOKU_SHARE_MENU (object);

  switch ((TodokuShareMenuProp) id) {
  case PROP_WHOLE_ADDRESS:
    g_value_set_boolean (value, self->whole_address);
    break;
  case PROP_WITH_TRANSCRIPT:
    g_value_set_boolean (value, self->with_transcript);
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
todoku_share_menu_set_property (GObject *object,
                                guint id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  TodokuShareMenu *self = TODOKU_SHARE_MENU (object);

  switch ((TodokuShareMenuProp) id) {
  case PROP_WHOLE_ADDRESS:
    set_whole_address (self, g_value_get_boolean (value));
    break;
  case PROP_WITH_TRANSCRIPT:
    set_with_transcript (self, g_value_get_boolean (value));
    break;
  default:
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
  }
}

static void
todoku_share_menu_dispose (GObject *object)
{
  g_clear_object (&TODOKU_SHARE_MENU (object)->run);
  G_OBJECT_CLASS (todoku_share_menu_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "share.copy", NULL, copy);
  gtk_widget_class_install_action (widget_class, "share.save", "s", save);
  gtk_widget_class_install_action (widget_class, "share.print", "s", print);
  gtk_widget_class_install_property_action (widget_class,
                                            "share.whole-address",
                                            "whole-address");
  gtk_widget_class_install_property_action (widget_class,
                                            "share.with-transcript",
                                            "with-transcript");
}

static void
todoku_share_menu_class_init (TodokuShareMenuClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags =
      G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = todoku_share_menu_get_property;
  object_class->set_property = todoku_share_menu_set_property;
  object_class->dispose = todoku_share_menu_dispose;
  props[PROP_WHOLE_ADDRESS] =
      g_param_spec_boolean ("whole-address", NULL, NULL, FALSE, flags);
  props[PROP_WITH_TRANSCRIPT] =
      g_param_spec_boolean ("with-transcript", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (props), props);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               APP_PATH "todoku-share-menu.ui");
  gtk_widget_class_bind_template_child (widget_class, TodokuShareMenu, button);
  gtk_widget_class_bind_template_child (widget_class, TodokuShareMenu, note);
  install_actions (widget_class);
}

static void
todoku_share_menu_init (TodokuShareMenu *self)
{
  self->languages = TODOKU_LANGUAGES_EN;
  gtk_widget_init_template (GTK_WIDGET (self));
  show_note (self);
  todoku_share_menu_set_run (self, NULL);
}

/**
 * todoku_share_menu_new:
 *
 * Returns: (transfer floating): a menu with nothing to share
 */
GtkWidget *
todoku_share_menu_new (void)
{
  return g_object_new (TODOKU_TYPE_SHARE_MENU, NULL);
}

/**
 * todoku_share_menu_set_run:
 * @self: a menu
 * @run: (nullable): what is shared
 *
 * A new run is shared without the address, whatever was chosen for the last.
 */
void
todoku_share_menu_set_run (TodokuShareMenu *self, TodokuRun *run)
{
  GtkWidget *widget = GTK_WIDGET (self);

  g_return_if_fail (TODOKU_IS_SHARE_MENU (self));

  if (self->run != run) {
    set_whole_address (self, FALSE);
    set_with_transcript (self, FALSE);
  }
  g_set_object (&self->run, run);
  gtk_widget_action_set_enabled (widget, "share.copy", run != NULL);
  gtk_widget_action_set_enabled (widget, "share.save", run != NULL);
  gtk_widget_action_set_enabled (widget, "share.print", run != NULL);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), run != NULL);
}

/**
 * todoku_share_menu_set_languages:
 * @self: a menu
 * @languages: of what is shared
 */
void
todoku_share_menu_set_languages (TodokuShareMenu *self,
                                 TodokuLanguages languages)
{
  g_return_if_fail (TODOKU_IS_SHARE_MENU (self));

  self->languages = languages;
}
