"""Makes golden_steps.json: one step of gradient descent of every learning rule on three small networks, written out in
NumPy double precision. Convolutions and pooling are plain loops over their definitions.

Weights, data and feedback follow closed formulas (see ClosedForms), rounded to float32 as the product sees them.
Run: python3 golden_steps.py > golden_steps.json   (NumPy 1.24 or later)
"""
import json
import numpy as np

CLASSES, RATE = 4, 0.5
RULES = ["bp", "fa", "dfa", "sparse-dfa", "ifa", "sign-symmetry", "sign-symmetry-unit"]

# A block is (kind, weight shape, window, what follows); a window (stride, padding, extra rows, extra columns).
NETS = {
    "dense": ((5,), 6, 0.6, [
        ("dense", (5, 7), None, ["tanh"]),
        ("dense", (7, 3), None, ["tanh"]),
        ("dense", (3, 4), None, [])]),
    "convolution": ((2, 13, 9), 3, 0.3, [
        ("conv", (3, 2, 3, 3), (2, 1), ["tanh", ("max-pool", 2, 2)]),
        ("conv", (4, 3, 3, 3), (1, 1), [("average-pool", 2, 1), ("leaky-relu", 0.125), "flatten"]),
        ("dense", (8, 4), None, [])]),
    "transposed": ((2, 3, 2), 3, 0.3, [
        ("deconv", (2, 3, 3, 3), (2, 1, 1, 0), ["tanh"]),
        ("deconv", (3, 2, 2, 2), (1, 0, 0, 0), [("leaky-relu", 0.125), "flatten"]),
        ("dense", (56, 4), None, [])]),
}


def f32(values):
    return np.asarray(values, dtype=np.float64).astype(np.float32).astype(np.float64)


def conv(x, w, stride, padding):
    """y[o,i,j] = sum over c,p,q of w[o,c,p,q] x[c, i s + p - padding, j s + q - padding], zeros outside."""
    n, channels, height, width = x.shape
    out, _, kh, kw = w.shape
    y = np.zeros((n, out, (height + 2 * padding - kh) // stride + 1, (width + 2 * padding - kw) // stride + 1))
    for o in range(out):
        for i in range(y.shape[2]):
            for j in range(y.shape[3]):
                for p in range(kh):
                    for q in range(kw):
                        r, s = i * stride + p - padding, j * stride + q - padding
                        if 0 <= r < height and 0 <= s < width:
                            y[:, o, i, j] += x[:, :, r, s] @ w[o, :, p, q]
    return y


def conv_back(delta, w, stride, padding, shape):
    """The transposed map of conv: from the output's place to the input's."""
    x = np.zeros((delta.shape[0],) + tuple(shape))
    for o in range(w.shape[0]):
        for i in range(delta.shape[2]):
            for j in range(delta.shape[3]):
                for p in range(w.shape[2]):
                    for q in range(w.shape[3]):
                        r, s = i * stride + p - padding, j * stride + q - padding
                        if 0 <= r < shape[1] and 0 <= s < shape[2]:
                            x[:, :, r, s] += np.outer(delta[:, o, i, j], w[o, :, p, q])
    return x


def conv_gradient(x, delta, wshape, stride, padding):
    w = np.zeros(wshape)
    for o in range(wshape[0]):
        for i in range(delta.shape[2]):
            for j in range(delta.shape[3]):
                for p in range(wshape[2]):
                    for q in range(wshape[3]):
                        r, s = i * stride + p - padding, j * stride + q - padding
                        if 0 <= r < x.shape[2] and 0 <= s < x.shape[3]:
                            w[o, :, p, q] += delta[:, o, i, j] @ x[:, :, r, s]
    return w


def deconv_shape(shape, w, window):
    stride, padding, extra_rows, extra_columns = window
    return (w.shape[1], (shape[1] - 1) * stride + w.shape[2] - 2 * padding + extra_rows,
            (shape[2] - 1) * stride + w.shape[3] - 2 * padding + extra_columns)


class Block:
    def __init__(self, number, kind, wshape, window, after, amplitude):
        self.kind, self.window, self.after = kind, window, after
        self.w = f32(amplitude * np.sin(0.7 * np.arange(np.prod(wshape)) + number)).reshape(wshape)
        units = wshape[0] if kind == "conv" else wshape[1]
        self.b = f32(0.1 * np.sin(np.arange(units) + number))

    def weighted(self, h, bias=True):
        if self.kind == "dense":
            return h @ self.w + (self.b if bias else 0)
        if self.kind == "conv":
            a = conv(h, self.w, *self.window)
        else:
            a = conv_back(h, self.w, *self.window[:2], deconv_shape(h.shape[1:], self.w, self.window))
        return a + (self.b[:, None, None] if bias else 0)

    def forward(self, h):
        self.h = h
        self.outputs = [self.weighted(h)]
        for layer in self.after:
            self.outputs.append(forward(layer, self.outputs[-1]))
        return self.outputs[-1]

    def delta_of(self, signal):
        for k in reversed(range(len(self.after))):
            signal = backward(self.after[k], signal, self.outputs[k], self.outputs[k + 1])
        return signal

    def carry_back(self, delta, w):
        if self.kind == "dense":
            return delta @ w.T
        if self.kind == "conv":
            return conv_back(delta, w, *self.window, self.h.shape[1:])
        return conv(delta, w, *self.window[:2])

    def carry_forward(self, delta):
        for k, layer in enumerate(self.after):
            if layer == "flatten":
                delta = delta.reshape(len(delta), -1)
            elif layer[0] == "average-pool":
                delta = forward(layer, delta)
            elif layer[0] == "max-pool":
                picked = [delta[at] for at in places(self.outputs[k], *layer[1:])]
                delta = np.array(picked).reshape(self.outputs[k + 1].shape)
        return delta

    def gradients(self, delta):
        if self.kind == "dense":
            return self.h.T @ delta, delta.sum(axis=0)
        if self.kind == "conv":
            w = conv_gradient(self.h, delta, self.w.shape, *self.window)
        else:
            w = conv_gradient(delta, self.h, self.w.shape, *self.window[:2])
        return w, delta.sum(axis=(0, 2, 3))

    def fan_sum(self):
        area = np.prod(self.w.shape[2:])
        return (self.w.shape[0] + self.w.shape[1]) * area


def windows(x, size, stride):
    for n in range(x.shape[0]):
        for c in range(x.shape[1]):
            for i in range(0, x.shape[2] - size + 1, stride):
                for j in range(0, x.shape[3] - size + 1, stride):
                    yield n, c, i, j


def pooled(x, size, stride):
    return x.shape[:2] + ((x.shape[2] - size) // stride + 1, (x.shape[3] - size) // stride + 1)


def places(x, size, stride):
    """Where each window of x has its largest value."""
    for n, c, i, j in windows(x, size, stride):
        p, q = np.unravel_index(x[n, c, i:i + size, j:j + size].argmax(), (size, size))
        yield n, c, i + p, j + q


def forward(layer, a):
    if layer == "tanh":
        return np.tanh(a)
    if layer == "flatten":
        return a.reshape(len(a), -1)
    if layer[0] == "leaky-relu":
        return np.where(a > 0, a, layer[1] * a)
    if layer[0] == "max-pool":
        return np.array([a[at] for at in places(a, *layer[1:])]).reshape(pooled(a, *layer[1:]))
    size = layer[1]
    means = [a[n, c, i:i + size, j:j + size].mean() for n, c, i, j in windows(a, *layer[1:])]
    return np.array(means).reshape(pooled(a, *layer[1:]))


def backward(layer, signal, a, y):
    if layer == "tanh":
        return signal * (1 - y ** 2)
    if layer == "flatten":
        return signal.reshape(a.shape)
    if layer[0] == "leaky-relu":
        return signal * np.where(a > 0, 1, layer[1])
    back = np.zeros_like(a)
    if layer[0] == "max-pool":
        for at, value in zip(places(a, *layer[1:]), signal.ravel()):
            back[at] += value
    else:
        size = layer[1]
        for (n, c, i, j), value in zip(windows(a, *layer[1:]), signal.ravel()):
            back[n, c, i:i + size, j:j + size] += value / size ** 2
    return back


def cosines(shape):
    return f32(0.5 * np.cos(1.7 * np.arange(np.prod(shape)))).reshape(shape)


def signal_of(rule, l, blocks, deltas, error):
    """The signal at the output of block l (from 0)."""
    later = blocks[l + 1]
    if rule in ("dfa", "sparse-dfa") or rule == "ifa" and l == 0:
        out = blocks[l].outputs[-1]
        feedback = cosines((CLASSES, out[0].size))
        if rule == "sparse-dfa":
            k, j = np.indices(feedback.shape)
            feedback = np.where(k == j % CLASSES, feedback, 0)
        return (error @ feedback).reshape(out.shape)
    if rule == "ifa":
        entering = blocks[l - 1].carry_forward(deltas[l - 1])
        return blocks[l].carry_forward(blocks[l].weighted(entering, bias=False))
    carrier = {
        "bp": later.w,
        "fa": cosines(later.w.shape),
        "sign-symmetry": np.sign(later.w) * np.abs(cosines(later.w.shape)),
        "sign-symmetry-unit": np.sign(later.w) * np.sqrt(2 / later.fan_sum()),
    }[rule]
    return later.carry_back(deltas[l + 1], carrier)


def batch(t, sample, samples):
    size = int(np.prod(sample))
    x = f32([[np.sin(1.3 * (size * n + i) + 0.37 * t) for i in range(size)] for n in range(samples)])
    return x.reshape((samples,) + sample), np.array([(3 * n + t) % CLASSES for n in range(samples)])


def evaluate(blocks, t, sample, samples):
    x, labels = batch(t, sample, samples)
    for block in blocks:
        x = block.forward(x)
    p = np.exp(x - x.max(axis=1, keepdims=True))
    p /= p.sum(axis=1, keepdims=True)
    return float(-np.log(p[np.arange(samples), labels]).mean()), (p - np.eye(CLASSES)[labels]) / samples


def run(net, rule):
    sample, samples, amplitude, description = NETS[net]
    blocks = [Block(i + 1, *d, amplitude) for i, d in enumerate(description)]
    before, error = evaluate(blocks, 0, sample, samples)
    deltas = [None] * len(blocks)
    deltas[-1] = error
    order = range(len(blocks) - 1) if rule == "ifa" else reversed(range(len(blocks) - 1))
    for l in order:
        deltas[l] = blocks[l].delta_of(signal_of(rule, l, blocks, deltas, error))
    steps = [block.gradients(delta) for block, delta in zip(blocks, deltas)]
    after = {}
    for i, (block, (w, b)) in enumerate(zip(blocks, steps)):
        block.w, block.b = block.w - RATE * w, block.b - RATE * b
        after[f"block{i + 1}.weight"] = [round(float(v), 8) for v in block.w.ravel()]
        after[f"block{i + 1}.bias"] = [round(float(v), 8) for v in block.b]
    return {"loss": round(before, 8), "after": after, "nextLoss": round(evaluate(blocks, 1, sample, samples)[0], 8)}


cases = [f"{json.dumps(f'{net}-{rule}')}: {json.dumps(run(net, rule))}" for net in NETS for rule in RULES]
print("{\n" + ",\n".join(cases) + "\n}")
