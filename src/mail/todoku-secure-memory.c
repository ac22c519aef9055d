/* SPDX-License-Identifier: GPL-3.0-or-later
 * Copyright 2026 The Todoku authors */

#include "config.h"

#include "todoku-secret.h"

#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* Pages of their own: no other data shares them, so that locking, keeping them
 * out of core files and wiping concern exactly the secret. */
typedef struct {
  gsize mapped;
} Header;

#define HEADER 16 /* keeps what follows aligned */

/**
 * todoku_secure_alloc:
 * @size: bytes
 *
 * Returns: (transfer full): zeroed memory that is locked where the system
 * allows it and is in no core file
 */
void *
todoku_secure_alloc (gsize size)
{
  gsize page = (gsize) sysconf (_SC_PAGESIZE);
  gsize mapped = (size + HEADER + page - 1) / page * page;
  char *memory = mmap (NULL,
                       mapped,
                       PROT_READ | PROT_WRITE,
                       MAP_PRIVATE | MAP_ANONYMOUS,
                       -1,
                       0);

  if (memory == MAP_FAILED)
    g_error ("out of memory for %" G_GSIZE_FORMAT " secure bytes", size);
  /* The limit of locked memory may be small; the other two protections stay. */
  (void) mlock (memory, mapped);
  (void) madvise (memory, mapped, MADV_DONTDUMP);
  ((Header *) (void *) memory)->mapped = mapped;
  return memory + HEADER;
}

/**
 * todoku_secure_free:
 * @memory: (nullable): from todoku_secure_alloc(); wiped first
 */
void
todoku_secure_free (void *memory)
{
  char *start;
  gsize mapped;

  if (!memory)
    return;
  start = (char *) memory - HEADER;
  mapped = ((Header *) (void *) start)->mapped;
  explicit_bzero (start, mapped);
  (void) munlock (start, mapped);
  munmap (start, mapped);
}
