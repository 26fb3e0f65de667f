"""Trains fc2-1000 with feedback alignment on a card with PyTorch: what `host bench-card` and the experiments are compared with.

The same work as `experiment table1 --nets fc2-1000`: 784-1000-1000-10, tanh, cross-entropy, fixed feedback matrices in place of the
transposed weights, Adam at 1e-4, batch 64, the data on the card, every sample once per epoch in an order drawn per epoch, all products
in float32. Prints microseconds per step, and seconds for ten seeds of 100 epochs at that speed.

usage: feedback_alignment.py [MNIST_FOLDER] [--json FILE]
"""
import gzip
import json
import sys
import time

import torch

EPOCHS, SEEDS, BATCH, CLASSES = 100, 10, 64, 10
SIZES = [784, 1000, 1000, CLASSES]
torch.set_float32_matmul_precision("highest")
device = torch.device("cuda")


def images(folder):
    """The training set on the card, or noise of the same shape where there is no folder."""
    if folder is None:
        return torch.rand(60000, SIZES[0], device=device), torch.randint(CLASSES, (60000,), device=device)
    with gzip.open(folder + "/train-images-idx3-ubyte.gz") as file:
        pixels = torch.frombuffer(bytearray(file.read()[16:]), dtype=torch.uint8)
    with gzip.open(folder + "/train-labels-idx1-ubyte.gz") as file:
        labels = torch.frombuffer(bytearray(file.read()[8:]), dtype=torch.uint8)
    return pixels.reshape(-1, SIZES[0]).to(device).float() / 255, labels.to(device).long()


class Feedback(torch.autograd.Function):
    """x W + b, with a fixed matrix in place of W on the way back."""

    @staticmethod
    def forward(ctx, x, weight, bias, feedback):
        ctx.save_for_backward(x, feedback)
        return torch.addmm(bias, x, weight)

    @staticmethod
    def backward(ctx, delta):
        x, feedback = ctx.saved_tensors
        signal = delta @ feedback.t() if ctx.needs_input_grad[0] else None
        return signal, x.t() @ delta, delta.sum(0), None


def parameters(seed, replicas=None):
    """Weights, biases and feedback, drawn as the common frameworks do; with a leading axis for replicas."""
    torch.manual_seed(seed)
    lead = [] if replicas is None else [replicas]
    weights, biases, feedback = [], [], []
    for inputs, units in zip(SIZES, SIZES[1:]):
        bound = inputs ** -0.5
        weights.append(torch.empty(*lead, inputs, units, device=device).uniform_(-bound, bound))
        biases.append(torch.empty(*(lead + [1] if lead else []), units, device=device).uniform_(-bound, bound))
        feedback.append(torch.empty(*lead, inputs, units, device=device).uniform_(-1, 1) * (6 / units) ** 0.5)
    return weights, biases, feedback


def one_seed(compiled):
    """The usual way: one training, autograd, torch.optim.Adam."""
    weights, biases, feedback = parameters(1)
    for tensor in weights + biases:
        tensor.requires_grad_(True)
    optimizer = torch.optim.Adam(weights + biases, lr=1e-4, capturable=compiled)

    def step(x, y):
        optimizer.zero_grad(set_to_none=True)
        for i, (w, b, f) in enumerate(zip(weights, biases, feedback)):
            x = Feedback.apply(x, w, b, f)
            if i < len(weights) - 1:
                x = torch.tanh(x)
        loss = torch.nn.functional.cross_entropy(x, y)
        loss.backward()
        optimizer.step()
        return loss.detach()

    return (torch.compile(step, mode="reduce-overhead") if compiled == "graphs" else torch.compile(step)) if compiled else step


def stacked(replicas, compiled):
    """By hand: seeds as a leading axis of every tensor, batched products, one fused Adam over all."""
    weights, biases, feedback = parameters(1, replicas)
    state = [(torch.zeros_like(t), torch.zeros_like(t)) for t in weights + biases]
    count = torch.zeros((), device=device)

    def step(x, y):
        count.add_(1)
        layers = [x]
        for i, (w, b) in enumerate(zip(weights, biases)):
            a = torch.baddbmm(b, layers[-1], w)
            layers.append(torch.tanh(a) if i < len(weights) - 1 else a)
        target = torch.nn.functional.one_hot(y, CLASSES).float()
        loss = -(torch.log_softmax(layers[-1], -1) * target).sum(-1).mean(-1)
        delta = (torch.softmax(layers[-1], -1) - target) / x.shape[1]
        gradients = [None] * 6
        for i in reversed(range(3)):
            gradients[i] = layers[i].transpose(1, 2) @ delta
            gradients[3 + i] = delta.sum(1, keepdim=True)
            if i > 0:
                delta = (delta @ feedback[i].transpose(1, 2)) * (1 - layers[i] * layers[i])
        first, second = 1 - 0.9 ** count, (1 - 0.999 ** count).sqrt()
        for tensor, gradient, (m, v) in zip(weights + biases, gradients, state):
            m.mul_(0.9).add_(gradient, alpha=0.1)
            v.mul_(0.999).addcmul_(gradient, gradient, value=0.001)
            tensor.sub_(1e-4 / first * m / (v.sqrt() / second + 1e-8))
        return loss

    return (torch.compile(step, mode="reduce-overhead") if compiled == "graphs" else torch.compile(step)) if compiled else step


def micros(step, features, labels, replicas=None, steps=200):
    """Median over five rounds, in microseconds per step, choosing each batch on the card included."""
    shape = (BATCH,) if replicas is None else (replicas, BATCH)
    order = torch.randint(len(labels), (steps, *shape), device=device)

    def once():
        for i in range(steps):
            step(features[order[i]], labels[order[i]])
        torch.cuda.synchronize()

    once()
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        once()
        rounds.append((time.perf_counter() - start) / steps * 1e6)
    return sorted(rounds)[2]


def main():
    arguments = sys.argv[1:]
    file = arguments[arguments.index("--json") + 1] if "--json" in arguments else None
    folder = arguments[0] if arguments and not arguments[0].startswith("--") else None
    features, labels = images(folder)
    per_epoch = -(-len(labels) // BATCH)
    print(f"PyTorch {torch.__version__}, {torch.cuda.get_device_name()}, fc2-1000, feedback alignment, Adam, batch {BATCH}, float32")
    results = {}
    variants = [("eager", None, lambda: one_seed(None)), ("compile", None, lambda: one_seed("default")),
                ("compile reduce-overhead", None, lambda: one_seed("graphs")),
                ("stacked eager", SEEDS, lambda: stacked(SEEDS, None)), ("stacked compile", SEEDS, lambda: stacked(SEEDS, "default"))]
    for name, replicas, make in variants:
        try:
            one = micros(make(), features, labels, replicas)
        except Exception as failure:  # a variant that this version cannot run is said, not hidden
            print(f"{name:26s} failed: {str(failure).splitlines()[0][:150]}")
            continue
        times = SEEDS if replicas is None else 1
        results[name] = {"microsPerStep": one, "replicas": replicas or 1, "tenSeedsSeconds": one * times * per_epoch * EPOCHS / 1e6}
        print(f"{name:26s} {one:9.1f} us/step of {replicas or 1}, ten seeds of {EPOCHS} epochs: {results[name]['tenSeedsSeconds']:8.1f} s")
    if file:
        with open(file, "w") as out:
            json.dump(results, out, indent=2)


main()
