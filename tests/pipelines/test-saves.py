#!/usr/bin/env python3
# SPDX-FileCopyrightText: 2026 The gst-pix2pix authors
# SPDX-License-Identifier: LGPL-2.1-or-later
"""test-saves.py BUILD: whatever ends a training in an ordinary way, what was trained is saved: signals,
pipes and terminals that go away, closed streams, limits and full disks. TAP."""
import fcntl
import glob
import os
import pty
import re
import resource
import shutil
import signal
import struct
import subprocess
import sys
import tempfile
import termios
import time

P2P = os.path.join(os.path.abspath(sys.argv[1]), "pipelines", "p2p")
SMALL = ("--netG resnet_6blocks --norm instance --ngf 2 --ndf 2 --load_size 32 --crop_size 32 --threads 1 "
         "--num_threads 1 --print_freq 1 --no_html --n_epochs 100000").split()
count = bad = 0


def ok(name, good, *about):
    global count, bad
    count += 1
    bad += not good
    print(f"{'ok' if good else 'not ok'} {count} - {name}", flush=True)
    for text in () if good else about:
        for line in str(text).splitlines()[-20:]:
            print("#", line)


def skip(name, why):
    global count
    count += 1
    print(f"ok {count} - {name} # SKIP {why}", flush=True)


def command(name, *more, where="runs"):
    return [P2P, "train", "pairs", "--name", name, "--checkpoints_dir", where, *SMALL, *more]


def newest(name, where="runs"):
    steps = [int(re.search(r"step-(\d+)", f).group(1)) for f in glob.glob(f"{where}/{name}/state/step-*.safetensors")]
    return max(steps, default=0)


def is_saved(name, where="runs"):
    """The newest checkpoint and the model files of it; a run that goes on tells the step."""
    if not newest(name, where) or not os.path.exists(f"{where}/{name}/latest_net_G.safetensors"):
        return False
    again = subprocess.run(command(name, "--steps", "1", where=where), capture_output=True, text=True)
    return f"goes on from step {newest(name, where)} " in again.stderr


def wait_for(condition, seconds=60):
    end = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def has_lines(name, n=3):
    try:
        with open(f"runs/{name}/loss_log.txt") as f:
            return f.read().count("iters: ") >= n
    except OSError:
        return False


def start(name, *more, before=None, **kw):
    process = subprocess.Popen(command(name, "--steps", "1000000", *more), start_new_session=True, preexec_fn=before, **kw)
    return process, wait_for(lambda: has_lines(name))


def signals():
    for number, status in ((signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)):
        name = signal.Signals(number).name
        with open("err", "w") as err:
            process, began = start(name, stdout=subprocess.DEVNULL, stderr=err)
            process.send_signal(number)
            got = process.wait(120)
        ok(f"{name}: {status}", began and got == status, got, open("err").read())
        ok(f"{name}: saved", is_saved(name))
    ignore = lambda: signal.signal(signal.SIGHUP, signal.SIG_IGN)
    process, began = start("nohup", before=ignore, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    process.send_signal(signal.SIGHUP)
    time.sleep(0.5)
    ok("nohup goes on", began and process.poll() is None)
    process.terminate()
    process.wait(120)
    ok("nohup: saved in the end", is_saved("nohup"))


def pipes():
    line = " ".join(command("head", "--steps", "30")) + " 2>&1 | (head -1 >/dev/null); exit ${PIPESTATUS[0]}"
    got = subprocess.run(["bash", "-c", line], timeout=300).returncode
    ok("| (head -1): comes to its end", got == 0 and newest("head") == 30, got, newest("head"))
    line = " ".join(command("tee", "--steps", "1000000")) + " 2>&1 | tee log >/dev/null"
    process = subprocess.Popen(["bash", "-c", line], start_new_session=True)
    began = wait_for(lambda: has_lines("tee"))
    os.killpg(process.pid, signal.SIGINT)  # as the terminal does: tee dies first
    process.wait(120)
    # bash may be gone before p2p is
    ok("| tee, Ctrl-C: saved", began and wait_for(lambda: newest("tee") > 0) and wait_for(lambda: is_saved("tee")))


def streams():
    def close_all():
        for fd in range(3):
            os.close(fd)
    got = subprocess.run(command("closed", "--steps", "5"), preexec_fn=close_all).returncode
    log = open("runs/closed/loss_log.txt").read()
    lock = open("runs/closed/run.lock").read()
    ok("closed streams: comes to its end", got == 0 and newest("closed") == 5, got)
    ok("closed streams: nothing went into a file of the run",
       re.fullmatch(r"process \d+ on [^\n]*\n", lock) and "Options" not in log and log.count("iters: ") == 5, lock, log)
    ok("closed streams: saved", is_saved("closed"))
    with open("/dev/full", "w") as full:
        got = subprocess.run(command("full", "--steps", "5"), stdout=full, stderr=full).returncode
    ok("output on a full disk: comes to its end", got == 0 and newest("full") == 5, got)


def terminal():
    ours, theirs = pty.openpty()

    def take():
        fcntl.ioctl(0, termios.TIOCSCTTY, 0)
    process, began = start("terminal", before=take, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    os.close(ours)  # the window is closed
    got = process.wait(120)
    ok("a terminal that goes away: 129", began and got == 129, got)
    ok("a terminal that goes away: saved", is_saved("terminal"))


def log_lines(name):
    return open(f"runs/{name}/loss_log.txt").read().count("iters: ")


def stuck():
    """Nobody reads what is said, and nobody closes it: a pager that waits, Ctrl-S."""
    for number, status, both in ((signal.SIGINT, 130, False), (signal.SIGTERM, 143, True)):
        name = f"stuck-{status}"
        reader, writer = os.pipe()
        fcntl.fcntl(writer, fcntl.F_SETPIPE_SZ, 16384)
        held = lambda: struct.unpack("i", fcntl.ioctl(reader, termios.FIONREAD, bytes(4)))[0]
        process, began = start(name, stdout=writer, stderr=writer if both else subprocess.DEVNULL)
        os.close(writer)
        # 200 lines are more than the pipe takes
        full = wait_for(lambda: held() > 8192) and wait_for(lambda: log_lines(name) > 200)
        alive = process.poll() is None
        process.send_signal(number)
        try:
            got = process.wait(60)
        except subprocess.TimeoutExpired:
            process.kill()
            got = "does not end"
        os.close(reader)
        ok(f"a reader that is stuck, signal {number}: {status}", began and full and alive and got == status, began, full, alive, got)
        ok(f"a reader that is stuck, signal {number}: saved", is_saved(name))
    ours, theirs = pty.openpty()
    process, began = start("ctrl-s", stdin=theirs, stdout=theirs, stderr=theirs)
    termios.tcflow(theirs, termios.TCOOFF)
    time.sleep(1)
    process.terminate()
    try:
        got = process.wait(60)
    except subprocess.TimeoutExpired:
        process.kill()
        got = "does not end"
    os.close(theirs)
    os.close(ours)
    ok("a terminal under Ctrl-S: 143", began and got == 143, got)
    ok("a terminal under Ctrl-S: saved", is_saved("ctrl-s"))


def limit():
    small = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (20000, 20000))
    got = subprocess.run(command("limit", "--steps", "5", "--save_latest_freq", "1"), preexec_fn=small,
                         capture_output=True, text=True)
    ok("files may not be as large: the training comes to its end", "iters: 5," in got.stdout, got.stdout, got.stderr)
    ok("files may not be as large: said once", got.stderr.count("saving pauses at step 1 ") >= 1
       and "saving pauses at step 2" not in got.stderr, got.stderr)
    ok("files may not be as large: 74, and what is lost is said",
       got.returncode == 74 and "step 5 is not saved" in got.stderr, got.returncode, got.stderr)


def pictures(folder, n):
    os.makedirs(folder)
    subprocess.run(f"gst-launch-1.0 -q videotestsrc num-buffers={n} pattern=ball ! video/x-raw,format=RGB,width=64,height=32 "
                   f"! pngenc ! multifilesink location={folder}/%03d.png", shell=True, check=True)


def errors():
    """Bad pictures behind good ones, and a folder that is gone: each ends the run with its own status."""
    pictures("bad/train", 40)
    for i in range(30, 36):
        open(f"bad/train/{i:03}.png", "w").write("no picture")
    line = [P2P, "train", "bad", "--name", "bad", "--checkpoints_dir", "runs", "--serial_batches", *SMALL]
    got = subprocess.run(line, capture_output=True, text=True)
    ok("too many bad pictures: 65", got.returncode == 65 and "more than 5 %" in got.stderr, got.returncode, got.stderr)
    ok("too many bad pictures: the steps before are saved, and it is said",
       newest("bad") >= 20 and f"step {newest('bad')} is saved in runs/bad" in got.stderr, newest("bad"), got.stderr)
    models = os.path.exists("runs/bad/latest_net_G.safetensors")
    again = subprocess.run([*line, "--steps", "1"], capture_output=True, text=True)
    ok("too many bad pictures: the run goes on there", models and f"goes on from step {newest('bad')} " in again.stderr,
       again.stderr)
    shutil.copytree("pairs", "vanish")
    line[2:5] = ["vanish", "--name", "vanish"]
    with open("err", "w") as err:
        process = subprocess.Popen(line, stdout=subprocess.DEVNULL, stderr=err)
        began = wait_for(lambda: has_lines("vanish", 10))
        shutil.rmtree("vanish")
        got = process.wait(120)
    text = open("err").read()
    ok("a data set that goes away: an error, and saved", began and got in (65, 66) and newest("vanish") >= 10
       and f"step {newest('vanish')} is saved in runs/vanish" in text, got, newest("vanish"), text)


def disk():
    os.mkdir("disk")
    mounted = os.geteuid() == 0 and shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "none", "disk"], capture_output=True).returncode == 0
    if not mounted:
        skip("a full disk", "no file system can be mounted here (test-full-disk tries the same without)")
        return
    try:
        with open("err", "w") as err:
            process = subprocess.Popen(command("run", "--steps", "1000000", "--save_latest_freq", "2", "--keep", "1",
                                               where="disk"), stdout=subprocess.DEVNULL, stderr=err)
            said = lambda words: words in open("err").read()
            began = wait_for(lambda: newest("run", "disk") > 0)
            subprocess.run("cat /dev/zero >disk/filler 2>/dev/null", shell=True)
            paused = wait_for(lambda: said("saving pauses at step"))
            stands = newest("run", "disk")
            alive = process.poll() is None
            os.remove("disk/filler")
            resumed = wait_for(lambda: said("saving goes on"))
            process.terminate()
            got = process.wait(120)
        text = open("err").read()
        ok("a full disk: saving pauses, training does not", began and paused and alive and stands > 0, text)
        ok("a full disk: with room again saving goes on", resumed and newest("run", "disk") > stands, text)
        ok("a full disk: and the end is saved", got == 143 and is_saved("run", "disk"), got, text)
    finally:
        subprocess.run(["umount", "disk"])


def main():
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # children of a background job would ignore it
    signal.signal(signal.SIGHUP, signal.SIG_DFL)
    pictures("pairs/train", 6)
    for part in (signals, pipes, streams, terminal, stuck, limit, errors, disk):
        part()
    print(f"1..{count}")
    return bad != 0


if __name__ == "__main__":
    work = tempfile.mkdtemp()
    os.chdir(work)
    os.environ["GST_REGISTRY"] = work + "/registry.bin"
    os.environ.pop("DISPLAY", None)
    try:
        status = main()
    finally:
        os.chdir("/")
        shutil.rmtree(work, ignore_errors=True)
    sys.exit(status)
