# SPDX-License-Identifier: GPL-3.0-or-later
"""A pool of worker processes: each takes the next task when it has finished one."""

import multiprocessing
import multiprocessing.connection
import os
import sys
import traceback


def serve(connection, start, work):
    context = start()
    while True:
        try:
            index = connection.recv()
        except EOFError:
            return
        if index is None:
            return
        connection.send((index, work(context, index)))


def run(count, jobs, start, work, report):
    """Do tasks 0..count-1 in `jobs` processes forked from this one.

    start(number)         in a worker, once: returns what work() gets as its context
    work(context, index)  in a worker: does a task; what it returns must pickle
    report(index, value)  in this process, in the order in which tasks end
    """
    multiprocessing.set_start_method("fork", force=True)
    sys.stdout.flush()
    sys.stderr.flush()
    workers = {}
    following = 0
    for number in range(min(jobs, count)):
        ours, theirs = multiprocessing.Pipe()
        pid = os.fork()
        if pid == 0:
            status = 0
            try:
                ours.close()
                for connection in workers:
                    connection.close()
                serve(theirs, lambda: start(number), work)
            except BaseException:
                traceback.print_exc()
                status = 1
            finally:
                sys.stdout.flush()
                sys.stderr.flush()
                os._exit(status)
        theirs.close()
        workers[ours] = pid
        ours.send(following)
        following += 1
    broken = False
    while workers:
        for connection in multiprocessing.connection.wait(list(workers)):
            try:
                index, value = connection.recv()
            except EOFError:
                _, status = os.waitpid(workers.pop(connection), 0)
                broken = broken or status != 0
                continue
            if following < count:
                connection.send(following)
                following += 1
            else:
                connection.send(None)
            report(index, value)
    if broken:
        raise SystemExit("a worker of the test runner failed")
