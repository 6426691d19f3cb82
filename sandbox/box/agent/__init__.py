"""Template and agent: the processes that make boxes and live in them. Standard library only.

Theory of operation
===================

Processes, from the outside in:

    service ── control socket ──▶ template ──clone──▶ agent (PID 1 of the box) ──fork──▶ candidates
       └──────────── box socket (job in, results out) ──▶┘

*Service.* `sandbox.namespaces.backend`. It starts templates and hands out work; nothing in this
package runs there.

*Template.* This package run by the system's Python inside bubblewrap, as an unprivileged user: a read-only
system, no network, no environment, one descriptor (the control socket, as stdin). Its interpreter is warm:
common modules are imported, and a case of our own was run, so that boxes need not write to the pages that
first calls write to. It holds no submission, ever. For each message on its control socket it clones a box,
and hands on the descriptors that came with the message: the box socket and the open files of a cgroup. It
ends when its control socket does, or when bubblewrap dies.

*Agent.* PID 1 of a box. `clone` gave it user, pid, mount, ipc and uts namespaces of its own, so it has all
capabilities over its box and none outside; a cgroup namespace it takes itself, once it is in its cgroup.
(Its network namespace is the template's, where there is no network, and its candidates can make no sockets
to notice.) It joins the cgroup through the files it was handed, mounts fresh tmpfs on the writable folders
and its own `/proc` (read-only, so that nobody lowers his `oom_score_adj` again), turns itself undumpable,
and reads a job from the box socket. It compiles, then for each case forks a candidate, watches it, kills
what is left, resets the folders, and writes the result. It reads one case at a time: inputs of later cases
are still in the socket when a candidate is forked, so no candidate finds them in memory it inherited.

*Understudy.* Where the kernel counts the processes of the box, and there are several cases, the agent
forks one process for all of them. It gives up its power, gets its interpreter ready and waits,
undumpable, on a socket of the agent's. When descriptors of a candidate come, it forks a copy of itself,
which waits on in its place (a child of the agent too, by `CLONE_PARENT`) and tells the agent its number,
takes the descriptors, lets go of the socket and waits for the end of a pipe that means its case begins.
That is done for the next case while this case runs; the one who waits is the *spare*. None of them has
run anything of a submission. All that the running candidate can do to them is to kill or to stop them,
and then there are new ones or they are woken.

*Candidate.* What the model wrote, in a forked child that gave up its capabilities, cannot get new ones
(`no_new_privs`), has the seccomp filter, resource limits, a process group, a fixed environment and no
descriptor but its own. A warm candidate is the forked interpreter itself running the script
as `__main__`; all others `execve`. Candidates run under the agent's user id, which is why the rest matters:

- Being PID 1, the agent ignores every signal from inside its namespace, SIGKILL and SIGSTOP included.
  It installs no handlers, and SIGINT, for which Python would have one, is ignored.
- Being undumpable and having capabilities that candidates lack, it cannot be traced, and its
  memory and descriptors under `/proc/1` cannot be opened.
- What one may do to another process of the same user otherwise (`prlimit`, `sched_setaffinity`,
  `setpriority` …) the seccomp filter refuses.
- When memory runs out candidates die first: their `oom_score_adj` is 1000.

Who waits for whom. The agent waits for the candidate's *process* (`Ending`), never for the ends of its
pipes, which a grandchild may hold open. It drains stdout, stderr and the channel while it waits, up to
caps. When the process has ended or broken a limit, and there are more processes than agent, spare and
understudy, the agent sends SIGKILL to all (`kill(-1)` reaches everything in the box but itself) and reaps
until nobody is left; then it reads what remains in the pipes. Whoever kills notes the reason first, and
that reason is the verdict. The service waits for the agent's frames with a deadline. The agent, when the
box socket ends, kills all and exits, and with PID 1 the kernel kills the rest. The template's death ends
bubblewrap, and with it the pid namespace that all its boxes are in. The death of the service ends the
control socket, and bubblewrap dies with its parent.

Where to find what
==================

- The template: `compiled` and `start` begin, `template` clones boxes, `rehearsal` makes it warm.
- The agent: `walls` makes a box of a clone, and `box` does its job. `folders`, `frames` and `cgroup` are what
  it works with, `population` knows who lives in the box, and `watch` follows one program, by its `program`
  (a process with `pipes`), a `meter` and a `clock`. Where no cgroup counts, `ledger` and `footprint` do.
- The understudy: what it does and what the agent knows of it are both in `understudy`.
- The candidate: `candidate` gives up all power; `script` and `interpreter` run Python warm.

A candidate finds nothing of this package among its modules, and one frame of it above its script.
"""
