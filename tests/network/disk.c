/* A disk that can be full, and whose unsynced writes are lost at a power cut. For LD_PRELOAD, in tests only.
 *
 * DISK_FOLDER: the files watched.   DISK_DURABLE: where the content of each file stands as of its last fsync.
 * While DISK_DURABLE/full exists, every write to a watched file fails with ENOSPC.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;

static int watched(int fd, char *path, size_t size) {
    const char *folder = getenv("DISK_FOLDER");
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, size - 1);
    if (!folder || length <= 0) return 0;
    path[length] = 0;
    return strncmp(path, folder, strlen(folder)) == 0 && strstr(path, "sqlite3") && !strstr(path, "-shm");
}

static int full(int fd) {
    char path[4096], flag[4096];
    if (!watched(fd, path, sizeof path)) return 0;
    snprintf(flag, sizeof flag, "%s/full", getenv("DISK_DURABLE"));
    return access(flag, F_OK) == 0;
}

static void keep(int fd) {
    char path[4096], copy[8192], part[8200], block[65536];
    ssize_t got;
    off_t at = 0;
    if (!watched(fd, path, sizeof path)) return;
    snprintf(copy, sizeof copy, "%s/%s", getenv("DISK_DURABLE"), strrchr(path, '/') + 1);
    snprintf(part, sizeof part, "%s.%d", copy, getpid());
    pthread_mutex_lock(&lock);
    int in = open(path, O_RDONLY), out = open(part, O_WRONLY | O_CREAT | O_TRUNC, 0600);
    ssize_t (*plain)(int, const void *, size_t) = dlsym(RTLD_NEXT, "write");
    while ((got = pread(in, block, sizeof block, at)) > 0) { plain(out, block, got); at += got; }
    close(in);
    close(out);
    rename(part, copy);
    pthread_mutex_unlock(&lock);
}

#define WRITE(name, parameters, arguments)                              \
    ssize_t name parameters {                                           \
        ssize_t (*real) parameters = dlsym(RTLD_NEXT, #name);           \
        if (full(fd)) { errno = ENOSPC; return -1; }                    \
        return real arguments;                                          \
    }
WRITE(write, (int fd, const void *data, size_t size), (fd, data, size))
WRITE(pwrite, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))
WRITE(pwrite64, (int fd, const void *data, size_t size, off_t at), (fd, data, size, at))

#define SYNC(name)                                                      \
    int name(int fd) {                                                  \
        int (*real)(int) = dlsym(RTLD_NEXT, #name);                     \
        int done = real(fd);                                            \
        if (done == 0) keep(fd);                                        \
        return done;                                                    \
    }
SYNC(fsync)
SYNC(fdatasync)

/* A removed file is gone (sqlite syncs the folder): else an old journal would undo what came after it. */
int unlink(const char *path) {
    int (*real)(const char *) = dlsym(RTLD_NEXT, "unlink");
    const char *folder = getenv("DISK_FOLDER"), *name = strrchr(path, '/');
    char copy[8192];
    if (folder && name && strncmp(path, folder, strlen(folder)) == 0) {
        snprintf(copy, sizeof copy, "%s/%s", getenv("DISK_DURABLE"), name + 1);
        real(copy);
    }
    return real(path);
}
