"""What PyTorch takes for the work that `device footprint` measures: memory of the whole process, time to the first prediction.

784-1000-1000-10, tanh, cross-entropy, SGD, batch 16, one thread, 200 samples a second, each predicted first and then learned from;
the samples are noise of the digits' shape. By backpropagation, since that is what PyTorch has.

usage: footprint_pytorch.py [SECONDS]
"""
import os
import sys
import time

import torch

SECONDS = float(sys.argv[1]) if len(sys.argv) > 1 else 20
RATE, BATCH, LEARNING_RATE = 200, 16, 0.05
SIZES = [784, 1000, 1000, 10]


def since_start():
    """Seconds since the kernel started this process, on its clock of hundredths (proc_pid_stat(5), field 22)."""
    with open("/proc/self/stat") as file:
        started = int(file.read().rsplit(")", 1)[1].split()[19]) / os.sysconf("SC_CLK_TCK")
    return time.clock_gettime(time.CLOCK_BOOTTIME) - started


def megabytes(name):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 / 1e6 for line in file if line.startswith(name + ":"))


torch.set_num_threads(1)
torch.manual_seed(1)
layers = []
for inputs, outputs in zip(SIZES, SIZES[1:]):
    layers += [torch.nn.Linear(inputs, outputs), torch.nn.Tanh()]
model = torch.nn.Sequential(*layers[:-1])
optimizer = torch.optim.SGD(model.parameters(), lr=LEARNING_RATE)
samples, labels = torch.zeros(BATCH, SIZES[0]), torch.zeros(BATCH, dtype=torch.long)

count, steps, resident = 0, [], []
begin = time.monotonic()
while time.monotonic() - begin < SECONDS:
    place = count % BATCH
    samples[place] = torch.rand(SIZES[0])
    labels[place] = torch.randint(SIZES[-1], ())
    with torch.no_grad():
        model(samples[place:place + 1]).argmax().item()
    if count == 0:
        print(f"start to first prediction       {since_start():.2f} s", flush=True)
    count += 1
    if place == BATCH - 1:
        before = time.monotonic()
        optimizer.zero_grad()
        torch.nn.functional.cross_entropy(model(samples), labels).backward()
        optimizer.step()
        steps.append(time.monotonic() - before)
        resident.append(megabytes("VmRSS"))
    time.sleep(max(0.0, begin + count / RATE - time.monotonic()))

half = sorted(resident[len(resident) // 2:])
print(f"resident memory while learning  {half[len(half) // 2]:.1f} MB")
print(f"its peak, start included        {megabytes('VmHWM'):.1f} MB")
print(f"learned from                    {count} samples, median step {sorted(steps)[len(steps) // 2] * 1000:.1f} ms")
print(f"PyTorch {torch.__version__}, Python {sys.version.split()[0]}")
