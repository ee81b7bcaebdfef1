#include "reader/sandbox.hpp"

#include <fcntl.h>
#include <sched.h>
#include <seccomp.h>
#include <sys/prctl.h>

#include <cerrno>
#include <memory>

namespace rimlig::reader {

void enter_sandbox() {
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
  // A network of its own with nothing in it; refused on kernels without user namespaces, which is why
  // the sockets themselves are refused below as well.
  ::unshare(CLONE_NEWUSER | CLONE_NEWNET);

  std::unique_ptr<void, void (*)(void*)> const filter(seccomp_init(SCMP_ACT_ALLOW), [](void* done) {
    if (done) seccomp_release(done);
  });
  if (!filter) return;
  for (int const call : {SCMP_SYS(socket), SCMP_SYS(socketpair), SCMP_SYS(connect), SCMP_SYS(bind), SCMP_SYS(listen), SCMP_SYS(accept),
                         SCMP_SYS(accept4), SCMP_SYS(sendto), SCMP_SYS(sendmsg), SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork),
                         SCMP_SYS(vfork), SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv), SCMP_SYS(process_vm_writev), SCMP_SYS(kill),
                         SCMP_SYS(tkill), SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename), SCMP_SYS(renameat), SCMP_SYS(renameat2),
                         SCMP_SYS(mkdir), SCMP_SYS(mkdirat), SCMP_SYS(rmdir), SCMP_SYS(link), SCMP_SYS(linkat), SCMP_SYS(symlink),
                         SCMP_SYS(symlinkat), SCMP_SYS(truncate), SCMP_SYS(ftruncate), SCMP_SYS(chmod), SCMP_SYS(fchmodat), SCMP_SYS(chown),
                         SCMP_SYS(mount), SCMP_SYS(bpf), SCMP_SYS(io_uring_setup), SCMP_SYS(userfaultfd), SCMP_SYS(perf_event_open),
                         SCMP_SYS(creat), SCMP_SYS(keyctl)})
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), call, 0);
  for (unsigned const mode : {static_cast<unsigned>(O_WRONLY), static_cast<unsigned>(O_RDWR)}) {
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(open), 1, SCMP_A1(SCMP_CMP_MASKED_EQ, O_ACCMODE, mode));
    seccomp_rule_add(filter.get(), SCMP_ACT_ERRNO(EPERM), SCMP_SYS(openat), 1, SCMP_A2(SCMP_CMP_MASKED_EQ, O_ACCMODE, mode));
  }
  seccomp_load(filter.get());
}

}  // namespace rimlig::reader
