/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where the line editor comes from. A script must not pay for what readline costs to load, so in a
 * dynamic shell it is a module, opened when the first prompt is due. A static shell
 * has it inside.
 */
#include <config.h>

#include "line/loader.h"

#if HAVE_READLINE && READLINE_MODULE

#include <dlfcn.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/strbuf.h"

#define LOADER_MODULE "pipesh-readline.so"

/* The directory of the program that runs; empty if it cannot be told. */
static void loader_program_directory(struct strbuf *out)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path));
	const char *slash;

	if (len <= 0 || (size_t)len >= sizeof(path)) {
		return;
	}
	slash = memrchr(path, '/', (size_t)len);
	if (slash) {
		strbuf_add(out, path, (size_t)(slash - path));
	}
}

/* May its code be run? Only if nobody else could have put it there. */
static bool loader_trusts(const char *path)
{
	struct stat module;
	struct stat program;

	return stat(path, &module) == 0 && stat("/proc/self/exe", &program) == 0 &&
	       S_ISREG(module.st_mode) && (module.st_uid == 0 || module.st_uid == program.st_uid) &&
	       (module.st_mode & S_IWOTH) == 0;
}

/* A shell that was built and not installed has the module beside it. */
static void *loader_open_built(void)
{
	struct strbuf path = STRBUF_INIT;
	void *module = NULL;

	loader_program_directory(&path);
	if (path.len > 0 && strcmp(path.data, PIPESH_BINDIR) != 0) {
		strbuf_add_string(&path, "/.libs/" LOADER_MODULE);
		if (loader_trusts(path.data)) {
			module = dlopen(path.data, RTLD_NOW | RTLD_LOCAL);
		}
	}
	strbuf_finish(&path);
	return module;
}

const struct line_front *loader_front(void)
{
	const struct line_front *(*front)(void);
	void *module = loader_open_built();
	void *symbol;

	if (!module) {
		module = dlopen(PIPESH_MODULE_DIR "/" LOADER_MODULE, RTLD_NOW | RTLD_LOCAL);
	}
	symbol = module ? dlsym(module, "pipesh_line_front") : NULL;
	if (!symbol) {
		return NULL; /* not installed: a prompt without editing is a prompt */
	}
	memcpy(&front, &symbol, sizeof(front)); /* dlsym(3): C has no such cast */
	return front();
}

#elif HAVE_READLINE

const struct line_front *loader_front(void)
{
	return pipesh_line_front();
}

#else

const struct line_front *loader_front(void)
{
	return NULL;
}

#endif
