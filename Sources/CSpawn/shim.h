#pragma once
#include <fcntl.h>
#include <spawn.h>
#include <sys/syscall.h>
#include <unistd.h>

// <spawn.h> declares these only to GNU sources, which the Swift importer does not claim to be.
extern int posix_spawn_file_actions_addclosefrom_np(posix_spawn_file_actions_t *actions, int from);
static const short spawn_new_session = 0x80;  // POSIX_SPAWN_SETSID

// A pipe that no program inherits as it is.
static inline int spawn_pipe(int *ends) { return (int)syscall(SYS_pipe2, ends, O_CLOEXEC); }

// glibc has it since 2.36, the kernel since 5.3; -1 where there is none.
static inline int spawn_process_descriptor(pid_t process) { return (int)syscall(SYS_pidfd_open, process, 0u); }
