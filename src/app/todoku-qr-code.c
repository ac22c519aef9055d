/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-qr-code.h"

#include <stdlib.h>
#include <string.h>

/* Section numbers are of ISO/IEC 18004:2015. */

#define MAX_VERSION 10
#define MAX_SIZE (17 + 4 * MAX_VERSION)
#define MAX_CODEWORDS 346
#define N_MASKS 8

/* §7.5.1, Table 9, level M: what a version holds. */
static const struct {
  guint16 codewords; /* of data and of error correction */
  guint8 correction; /* codewords for each block */
  guint8 blocks;
  guint8 alignment[3]; /* §6.3.6, Annex E: centres; 0: none */
} versions[MAX_VERSION + 1] = {
  { 0, 0, 0, { 0 } },
  { 26, 10, 1, { 0 } },
  { 44, 16, 1, { 6, 18 } },
  { 70, 26, 1, { 6, 22 } },
  { 100, 18, 2, { 6, 26 } },
  { 134, 24, 2, { 6, 30 } },
  { 172, 16, 4, { 6, 34 } },
  { 196, 18, 4, { 6, 22, 38 } },
  { 242, 22, 4, { 6, 24, 42 } },
  { 292, 22, 5, { 6, 26, 46 } },
  { 346, 26, 5, { 6, 28, 50 } },
};

typedef guint8 Grid[MAX_SIZE][MAX_SIZE]; /* [y][x] */

struct _TodokuQrCode {
  guint version;
  guint size;
  Grid dark;
  Grid fixed; /* patterns and information, which no mask turns over */
};

static guint
data_codewords (guint version)
{
  return versions[version].codewords -
         versions[version].correction * versions[version].blocks;
}

/* ---- data (§7.4) ----------------------------------------------------------
 */

typedef struct {
  guint8 bytes[MAX_CODEWORDS];
  guint bits;
} Stream;

static void
append (Stream *self, guint value, guint length)
{
  for (guint i = length; i-- > 0; self->bits++)
    if ((value >> i) & 1)
      self->bytes[self->bits / 8] |= (guint8) (0x80 >> (self->bits % 8));
}

/* §7.4.1, Table 3: how many bits the length takes. */
static guint
count_bits (guint version)
{
  return version < 10 ? 8 : 16;
}

static guint
find_version (gsize length)
{
  for (guint version = 1; version <= MAX_VERSION; version++)
    if (4 + count_bits (version) + 8 * length <= 8 * data_codewords (version))
      return version;
  return 0;
}

static void
encode (Stream *stream, guint version, const char *text)
{
  gsize length = strlen (text);
  guint whole = 8 * data_codewords (version);

  append (stream, 4, 4); /* byte mode */
  append (stream, (guint) length, count_bits (version));
  for (gsize i = 0; i < length; i++)
    append (stream, (guint8) text[i], 8);
  append (stream, 0, MIN (4, whole - stream->bits));
  append (stream, 0, (8 - stream->bits % 8) % 8);
  for (guint pad = 0xec; stream->bits < whole; pad ^= 0xec ^ 0x11)
    append (stream, pad, 8);
}

/* ---- error correction (§7.5) ----------------------------------------------
 */

/* In GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1. */
static guint8
multiply (guint8 a, guint8 b)
{
  guint product = 0;

  for (int i = 7; i >= 0; i--) {
    product = (product << 1) ^ ((product >> 7) * 0x11d);
    product ^= ((b >> i) & 1u) * a;
  }
  return (guint8) product;
}

/* (x − α⁰)(x − α¹)…, without its first coefficient, which is 1. */
static void
make_generator (guint8 *generator, guint degree)
{
  guint8 root = 1;

  memset (generator, 0, degree);
  generator[degree - 1] = 1;
  for (guint i = 0; i < degree; i++) {
    for (guint j = 0; j < degree; j++) {
      generator[j] = multiply (generator[j], root);
      if (j + 1 < degree)
        generator[j] ^= generator[j + 1];
    }
    root = multiply (root, 2);
  }
}

static void
correct (const guint8 *data, guint length, guint8 *rest, guint degree)
{
  guint8 generator[32];

  make_generator (generator, degree);
  memset (rest, 0, degree);
  for (guint i = 0; i < length; i++) {
    guint8 factor = data[i] ^ rest[0];

    memmove (rest, rest + 1, degree - 1);
    rest[degree - 1] = 0;
    for (guint j = 0; j < degree; j++)
      rest[j] ^= multiply (generator[j], factor);
  }
}

/* §7.6: the blocks' codewords by turns; the last blocks are longer by one. */
static void
interleave (const guint8 *data, guint version, guint8 *codewords)
{
  guint blocks = versions[version].blocks;
  guint degree = versions[version].correction;
  guint total = data_codewords (version);
  guint shorter = total / blocks;
  guint first_long = blocks - total % blocks;
  guint at = 0;
  guint8 rest[5][32];

  for (guint b = 0, start = 0; b < blocks; b++) {
    guint length = shorter + (b >= first_long);

    correct (data + start, length, rest[b], degree);
    start += length;
  }
  for (guint i = 0; i <= shorter; i++)
    for (guint b = 0; b < blocks; b++)
      if (i < shorter || b >= first_long)
        codewords[at++] =
            data[b * shorter + (b > first_long ? b - first_long : 0) + i];
  for (guint i = 0; i < degree; i++)
    for (guint b = 0; b < blocks; b++)
      codewords[at++] = rest[b][i];
}

/* ---- patterns (§6.3, §7.9, §7.10) -----------------------------------------
 */

static void
set_fixed (TodokuQrCode *self, guint x, guint y, gboolean dark)
{
  self->dark[y][x] = dark != 0;
  self->fixed[y][x] = 1;
}

/* A square of rings around a centre; what lies outside the symbol is left. */
static void
draw_rings (TodokuQrCode *self, int cx, int cy, int reach, const char *rings)
{
  for (int dy = -reach; dy <= reach; dy++)
    for (int dx = -reach; dx <= reach; dx++) {
      int x = cx + dx, y = cy + dy;

      if (x >= 0 && y >= 0 && x < (int) self->size && y < (int) self->size)
        set_fixed (self,
                   (guint) x,
                   (guint) y,
                   rings[MAX (abs (dx), abs (dy))] == '#');
    }
}

static void
draw_alignment (TodokuQrCode *self)
{
  const guint8 *centres = versions[self->version].alignment;

  for (guint i = 0; i < 3; i++)
    for (guint j = 0; j < 3; j++)
      if (centres[i] && centres[j] && !self->fixed[centres[i]][centres[j]])
        draw_rings (self, centres[j], centres[i], 2, "# #");
}

static void
draw_patterns (TodokuQrCode *self)
{
  int last = (int) self->size - 4;

  draw_rings (self, 3, 3, 4, "## # ");
  draw_rings (self, last, 3, 4, "## # ");
  draw_rings (self, 3, last, 4, "## # ");
  draw_alignment (self);
  for (guint i = 8; i < self->size - 8; i++) {
    set_fixed (self, i, 6, i % 2 == 0);
    set_fixed (self, 6, i, i % 2 == 0);
  }
}

/* The remainder of a BCH code. */
static guint
remainder_of (guint value, guint generator, guint degree)
{
  guint rest = value << degree;

  for (guint bit = 31; bit >= degree; bit--)
    if ((rest >> bit) & 1)
      rest ^= generator << (bit - degree);
  return rest;
}

/* §7.9.1: level M is 00; twice, each beside another corner. */
static void
draw_format (TodokuQrCode *self, guint mask)
{
  guint bits = ((mask << 10) | remainder_of (mask, 0x537, 10)) ^ 0x5412;
  guint n = self->size;

  for (guint i = 0; i < 15; i++) {
    gboolean dark = (bits >> i) & 1;
    guint beside = i < 6 ? i : i < 8 ? i + 1 : n - 15 + i;
    guint below = i < 8 ? n - 1 - i : i == 8 ? 7 : 14 - i;

    set_fixed (self, 8, beside, dark);
    set_fixed (self, below, 8, dark);
  }
  set_fixed (self, 8, n - 8, TRUE);
}

/* §7.10: from version 7 on. */
static void
draw_version (TodokuQrCode *self)
{
  guint bits = (self->version << 12) | remainder_of (self->version, 0x1f25, 12);

  if (self->version < 7)
    return;
  for (guint i = 0; i < 18; i++) {
    gboolean dark = (bits >> i) & 1;
    guint far = self->size - 11 + i % 3;

    set_fixed (self, far, i / 3, dark);
    set_fixed (self, i / 3, far, dark);
  }
}

/* §7.7.3: up and down in columns of two, from the right, around the timing. */
static void
draw_codewords (TodokuQrCode *self, const guint8 *codewords)
{
  guint at = 0, end = 8u * versions[self->version].codewords;
  gboolean up = TRUE;

  for (int right = (int) self->size - 1; right > 0; right -= 2, up = !up) {
    if (right == 6)
      right = 5;
    for (guint i = 0; i < self->size; i++)
      for (int x = right; x > right - 2; x--) {
        guint y = up ? self->size - 1 - i : i;

        if (self->fixed[y][x] || at >= end)
          continue;
        self->dark[y][x] = (codewords[at / 8] >> (7 - at % 8)) & 1;
        at++;
      }
  }
}

/* ---- masks (§7.8) ---------------------------------------------------------
 */

static gboolean
is_turned (guint mask, guint x, guint y)
{
  switch (mask) {
  case 0:
    return (x + y) % 2 == 0;
  case 1:
    return y % 2 == 0;
  case 2:
    return x % 3 == 0;
  case 3:
    return (x + y) % 3 == 0;
  case 4:
    return (x / 3 + y / 2) % 2 == 0;
  case 5:
    return x * y % 2 + x * y % 3 == 0;
  case 6:
    return (x * y % 2 + x * y % 3) % 2 == 0;
  case 7:
  default:
    return ((x + y) % 2 + x * y % 3) % 2 == 0;
  }
}

static void
turn (TodokuQrCode *self, guint mask)
{
  for (guint y = 0; y < self->size; y++)
    for (guint x = 0; x < self->size; x++)
      if (!self->fixed[y][x] && is_turned (mask, x, y))
        self->dark[y][x] ^= 1;
}

static guint8
at (const TodokuQrCode *self, gboolean down, guint line, guint i)
{
  return down ? self->dark[i][line] : self->dark[line][i];
}

/* §7.8.3.1, of one line: runs of five and more, and what looks like a finder
 * with light beside it. */
static guint
judge_line (const TodokuQrCode *self, gboolean down, guint line)
{
  guint penalty = 0, run = 0, seen = 0;

  for (guint i = 0; i < self->size; i++) {
    run = i > 0 && at (self, down, line, i) == at (self, down, line, i - 1)
              ? run + 1
              : 1;
    penalty += run == 5 ? 3 : run > 5;
    seen = ((seen << 1) | at (self, down, line, i)) & 0x7ff;
    if (i >= 10 && (seen == 0x5d0 || seen == 0x05d))
      penalty += 40;
  }
  return penalty;
}

static guint
judge (const TodokuQrCode *self)
{
  guint penalty = 0, dark = 0, all = self->size * self->size;

  for (guint y = 0; y < self->size; y++) {
    penalty += judge_line (self, FALSE, y) + judge_line (self, TRUE, y);
    for (guint x = 0; x < self->size; x++) {
      dark += self->dark[y][x];
      if (x > 0 && y > 0 && self->dark[y][x] == self->dark[y][x - 1] &&
          self->dark[y][x] == self->dark[y - 1][x] &&
          self->dark[y][x] == self->dark[y - 1][x - 1])
        penalty += 3;
    }
  }
  return penalty +
         (guint) (abs ((int) (dark * 20) - (int) (all * 10)) / (int) all) * 10;
}

static void
choose_mask (TodokuQrCode *self)
{
  guint best = 0, least = G_MAXUINT;

  for (guint mask = 0; mask < N_MASKS; mask++) {
    guint penalty;

    draw_format (self, mask);
    turn (self, mask);
    penalty = judge (self);
    turn (self, mask);
    if (penalty < least) {
      least = penalty;
      best = mask;
    }
  }
  draw_format (self, best);
  turn (self, best);
}

/* ---- the code -------------------------------------------------------------
 */

/**
 * todoku_qr_code_new:
 * @text: what is read from it
 *
 * Returns: (transfer full) (nullable): the code, %NULL when @text is too long
 */
TodokuQrCode *
todoku_qr_code_new (const char *text)
{
  TodokuQrCode *self;
  Stream stream = { { 0 }, 0 };
  guint8 codewords[MAX_CODEWORDS];
  guint version;

  g_return_val_if_fail (text, NULL);

  version = find_version (strlen (text));
  if (version == 0)
    return NULL;
  self = g_new0 (TodokuQrCode, 1);
  self->version = version;
  self->size = 17 + 4 * version;
  encode (&stream, version, text);
  interleave (stream.bytes, version, codewords);
  draw_patterns (self);
  draw_format (self, 0);
  draw_version (self);
  draw_codewords (self, codewords);
  choose_mask (self);
  return self;
}

/**
 * todoku_qr_code_free:
 * @self: (nullable): a code
 */
void
todoku_qr_code_free (TodokuQrCode *self)
{
  g_free (self);
}

/**
 * todoku_qr_code_get_size:
 * @self: a code
 *
 * Returns: modules on a side
 */
guint
todoku_qr_code_get_size (const TodokuQrCode *self)
{
  return self->size;
}

/**
 * todoku_qr_code_is_dark:
 * @self: a code
 * @x: from the left
 * @y: from the top
 *
 * Returns: whether that module is dark
 */
gboolean
todoku_qr_code_is_dark (const TodokuQrCode *self, guint x, guint y)
{
  g_return_val_if_fail (x < self->size && y < self->size, FALSE);

  return self->dark[y][x];
}
