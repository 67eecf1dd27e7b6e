/*
 * picture: reads a picture that a member brought and writes it anew. Started by lib/media/upload.c
 * for one file; shares nothing with the program that starts it.
 *
 * Standard input: 32 characters that name the new file, then the file. Standard output: one line,
 * "ok WIDTH HEIGHT BYTES THUMB-BYTES" and both WebP files, or "type", "sides" or "damaged".
 *
 * What a file could do in here is little: memory and processor time are limited, and once the
 * libraries are ready the kernel takes nothing but reading, writing and memory (seccomp). Files are
 * told apart by their first bytes and opened by that kind's own loader; sides are looked at before
 * pixels. Only pixels go on: profiles, places and comments of the file stay behind.
 */
#include <errno.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sched.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>
#include <vips/vips.h>

#include "lib/base/attr.h"
#include "lib/media/upload.h"

enum { NAME = 32, FULL_SIDE = 2048, THUMB_WIDE = 384, THUMB_HIGH = 512 };

/* Seconds of processor time, bytes of memory. */
enum { CPU_S = 6, MEMORY = 1024 * 1024 * 1024 };

static const char XMP[] =
	"<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF "
	"xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\"><rdf:Description rdf:about=\"\" "
	"xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\" xmpMM:DocumentID=\"snug:%.32s\"/></rdf:RDF>"
	"</x:xmpmeta>";

static void
limit(int what, rlim_t most)
{
	struct rlimit r = { most, most };
	if (setrlimit((__rlimit_resource_t)what, &r) != 0)
		_exit(3);
}

static void
set_limits(void)
{
	(void)syscall(SYS_close_range, 3U, ~0U, 0U);
	(void)prctl(PR_SET_DUMPABLE, 0);
	limit(RLIMIT_CPU, CPU_S);
	limit(RLIMIT_CORE, 0);
	limit(RLIMIT_FSIZE, 0);
#ifndef __SANITIZE_ADDRESS__
	limit(RLIMIT_AS, MEMORY);
#endif
}

#if defined(__x86_64__)
#	define MACHINE AUDIT_ARCH_X86_64
#elif defined(__aarch64__)
#	define MACHINE AUDIT_ARCH_AARCH64
#endif

#define LOAD(field)                                                                                \
	BPF_STMT(BPF_LD | BPF_W | BPF_ABS, (unsigned)offsetof(struct seccomp_data, field))
#define ANSWER(what) BPF_STMT(BPF_RET | BPF_K, (what))
#define ALLOW(call)                                                                                \
	BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)(call), 0, 1), ANSWER(SECCOMP_RET_ALLOW)

/* From here on: reading, writing, memory, threads of this process, the clock. All else is EPERM. */
static void
close_doors(void)
{
#ifdef MACHINE
	struct sock_filter rules[] = {
		LOAD(arch),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, MACHINE, 1, 0),
		ANSWER(SECCOMP_RET_KILL_PROCESS),
		LOAD(nr),
		ALLOW(SYS_read),
		ALLOW(SYS_write),
		ALLOW(SYS_close),
		ALLOW(SYS_mmap),
		ALLOW(SYS_munmap),
		ALLOW(SYS_mprotect),
		ALLOW(SYS_mremap),
		ALLOW(SYS_madvise),
		ALLOW(SYS_brk),
		ALLOW(SYS_futex),
		ALLOW(SYS_set_robust_list),
		ALLOW(SYS_rseq),
		ALLOW(SYS_rt_sigprocmask),
		ALLOW(SYS_rt_sigaction),
		ALLOW(SYS_rt_sigreturn),
		ALLOW(SYS_restart_syscall),
		ALLOW(SYS_sched_yield),
		ALLOW(SYS_sched_getaffinity),
		ALLOW(SYS_gettid),
		ALLOW(SYS_getpid),
		ALLOW(SYS_getrandom),
		ALLOW(SYS_clock_gettime),
		ALLOW(SYS_nanosleep),
		ALLOW(SYS_clock_nanosleep),
		ALLOW(SYS_exit),
		ALLOW(SYS_exit_group),
		/* A new thread, never a new process; clone3 hides its flags, so glibc is sent back. */
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)SYS_clone3, 0, 1),
		ANSWER(SECCOMP_RET_ERRNO | ENOSYS),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, (unsigned)SYS_clone, 1, 0),
		ANSWER(SECCOMP_RET_ERRNO | EPERM),
		LOAD(args[0]),
		BPF_JUMP(BPF_JMP | BPF_JSET | BPF_K, CLONE_THREAD, 0, 1),
		ANSWER(SECCOMP_RET_ALLOW),
		ANSWER(SECCOMP_RET_ERRNO | EPERM),
	};
	struct sock_fprog program = { (unsigned short)COUNT(rules), rules };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0 ||
	    syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, &program) != 0)
		_exit(3);
#endif
}

static void
put(const void *from, size_t n)
{
	const char *p = from;
	while (n > 0) {
		ssize_t put = write(1, p, n);
		if (put < 0 && errno == EINTR)
			continue;
		if (put <= 0)
			_exit(4);
		p += put;
		n -= (size_t)put;
	}
}

static NORETURN void
say(const char *word)
{
	put(word, strlen(word));
	put(" \n", 2);
	_exit(0);
}

static size_t
read_all(char *to, size_t room)
{
	size_t n = 0;
	while (n < room) {
		ssize_t got = read(0, to + n, room - n);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		n += (size_t)got;
	}
	return n;
}

enum kind { KIND_NONE, KIND_JPEG, KIND_PNG, KIND_WEBP };

static enum kind
kind_of(const char *p, size_t n)
{
	if (n >= 4 && memcmp(p, "\xFF\xD8\xFF", 3) == 0)
		return KIND_JPEG;
	if (n >= 8 && memcmp(p, "\x89PNG\r\n\x1A\n", 8) == 0)
		return KIND_PNG;
	if (n >= 16 && memcmp(p, "RIFF", 4) == 0 && memcmp(p + 8, "WEBPVP8", 7) == 0)
		return KIND_WEBP;
	return KIND_NONE;
}

/* Reads the head; pixels come when they are asked for. `shrink` is for JPEG: 1, 2, 4 or 8. */
static VipsImage *
open_file(enum kind kind, void *p, size_t n, int shrink)
{
	VipsImage *image = NULL;
	switch (kind) {
	case KIND_NONE:
		break;
	case KIND_JPEG:
		(void)vips_jpegload_buffer(p, n, &image, "access", VIPS_ACCESS_SEQUENTIAL, "shrink",
					   shrink, "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
		break;
	case KIND_PNG:
		(void)vips_pngload_buffer(p, n, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on",
					  VIPS_FAIL_ON_TRUNCATED, NULL);
		break;
	case KIND_WEBP:
		(void)vips_webpload_buffer(p, n, &image, "access", VIPS_ACCESS_SEQUENTIAL,
					   "fail_on", VIPS_FAIL_ON_TRUNCATED, NULL);
		break;
	}
	return image;
}

/* Upright, in sRGB, within the box, as pixels and nothing else. */
static VipsImage *
shrink_to(VipsImage *image, int width, int height)
{
	VipsImage *small = NULL, *color = NULL;
	bool has_profile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
	if (vips_thumbnail_image(image, &small, width, "height", height, "size", VIPS_SIZE_DOWN,
				 has_profile ? "export_profile" : NULL, "srgb", NULL) != 0 ||
	    vips_colourspace(small, &color, VIPS_INTERPRETATION_sRGB, NULL) != 0)
		return NULL;
	size_t n;
	void *pixels = vips_image_write_to_memory(color, &n);
	if (pixels == NULL || color->BandFmt != VIPS_FORMAT_UCHAR)
		return NULL;
	VipsImage *bare = vips_image_new_from_memory(pixels, n, color->Xsize, color->Ysize,
						     color->Bands, VIPS_FORMAT_UCHAR);
	if (bare != NULL)
		bare->Type = VIPS_INTERPRETATION_sRGB;
	return bare;
}

static bool
encode(VipsImage *image, const char *name, int quality, void **bytes, size_t *n)
{
	char *xmp = g_strdup_printf(XMP, name);
	vips_image_set_blob_copy(image, VIPS_META_XMP_NAME, xmp, strlen(xmp));
	return vips_webpsave_buffer(image, bytes, n, "Q", quality, "effort", 2, NULL) == 0;
}

int
main(int argc, char **argv)
{
	(void)argc;
	size_t room = NAME + UPLOAD_BYTES;
	set_limits();
	char *in = malloc(room);
	if (in == NULL || VIPS_INIT(argv[0]) != 0)
		return 3;
	vips_concurrency_set(1);
	vips_cache_set_max(0);
	close_doors();

	size_t n = read_all(in, room);
	if (n <= NAME)
		say("damaged");
	char *file = in + NAME;
	n -= NAME;
	enum kind kind = kind_of(file, n);
	if (kind == KIND_NONE)
		say("type");
	VipsImage *image = open_file(kind, file, n, 1);
	if (image == NULL)
		say("damaged");
	int width = image->Xsize, height = image->Ysize;
	if (width > UPLOAD_SIDE || height > UPLOAD_SIDE || width < UPLOAD_LEAST_SIDE ||
	    height < UPLOAD_LEAST_SIDE || (long)width * height > UPLOAD_PIXELS)
		say("sides");
	int shrink = 1;
	while (kind == KIND_JPEG && shrink < 8 &&
	       (width > height ? width : height) / (shrink * 2) >= FULL_SIDE)
		shrink *= 2;
	if (shrink > 1)
		image = open_file(kind, file, n, shrink);

	void *whole, *small;
	size_t whole_n, small_n;
	VipsImage *full = image == NULL ? NULL : shrink_to(image, FULL_SIDE, FULL_SIDE);
	VipsImage *thumb = full == NULL ? NULL : shrink_to(full, THUMB_WIDE, THUMB_HIGH);
	if (thumb == NULL || !encode(full, in, 82, &whole, &whole_n) ||
	    !encode(thumb, in, 80, &small, &small_n))
		say("damaged");
	char *head = g_strdup_printf("ok %d %d %zu %zu\n", full->Xsize, full->Ysize, whole_n,
				     small_n);
	put(head, strlen(head));
	put(whole, whole_n);
	put(small, small_n);
	/* The kernel takes the memory back; files that are not ours need no care. */
	_exit(0);
}
