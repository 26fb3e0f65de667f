"""Exports the small networks that the tests of the ONNX reader use, as PyTorch writes them.

    python3 export_models.py FOLDER

Made and committed with PyTorch 1.13 (Debian 12's python3-torch, which needs nothing else to export). Weights are random, from
fixed seeds, but for the residual network, which has learned to tell scribbles apart: a body that has seen something. Every file
gets NAME.input.bin and NAME.output.bin beside it: four images and PyTorch's own answers, float32, little-endian, row-major.
"""

import math

import pathlib
import sys

import torch
from torch import nn


class Residual(nn.Module):
    """Two 3x3 convolutions with batch normalisation around a skip, He et al. 2015 (arXiv 1512.03385)."""

    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        same = inputs == outputs and stride == 1
        self.skip = nn.Identity() if same else nn.Sequential(
            nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = torch.relu(self.bn1(self.conv1(x)))
        return torch.relu(self.bn2(self.conv2(y)) + self.skip(x))


class InvertedResidual(nn.Module):
    """Expand, convolve each channel alone, project: Sandler et al. 2018 (arXiv 1801.04381)."""

    def __init__(self, inputs, outputs, stride, activation):
        super().__init__()
        wide = 3 * inputs
        self.same = inputs == outputs and stride == 1
        self.layers = nn.Sequential(
            nn.Conv2d(inputs, wide, 1, bias=False), nn.BatchNorm2d(wide), activation(),
            nn.Conv2d(wide, wide, 3, stride, 1, groups=wide, bias=False), nn.BatchNorm2d(wide), activation(),
            nn.Conv2d(wide, outputs, 1, bias=False), nn.BatchNorm2d(outputs))

    def forward(self, x):
        y = self.layers(x)
        return x + y if self.same else y


def mlp():
    return nn.Sequential(nn.Flatten(), nn.Linear(784, 24), nn.Tanh(), nn.Dropout(0.2), nn.Linear(24, 32), nn.ReLU(),
                         nn.Linear(32, 10), nn.LogSoftmax(1))


def lenet():
    return nn.Sequential(nn.Conv2d(1, 6, 5, padding=2), nn.Tanh(), nn.AvgPool2d(2), nn.Conv2d(6, 16, 5), nn.Tanh(),
                         nn.AvgPool2d(2), nn.Flatten(), nn.Linear(400, 48), nn.Tanh(), nn.Linear(48, 32), nn.Tanh(),
                         nn.Linear(32, 10))


def resnet():
    return nn.Sequential(nn.Conv2d(1, 12, 3, 1, 1, bias=False), nn.BatchNorm2d(12), nn.ReLU(), Residual(12, 12, 1),
                         Residual(12, 24, 2), Residual(24, 48, 2), nn.AvgPool2d(3), nn.Flatten(), nn.Linear(192, SCRIBBLES))


def mobilenet():
    return nn.Sequential(nn.Conv2d(1, 8, 3, 2, 1, bias=False), nn.BatchNorm2d(8), nn.Hardswish(),
                         InvertedResidual(8, 8, 1, nn.ReLU6), InvertedResidual(8, 16, 2, nn.Hardswish),
                         InvertedResidual(16, 16, 1, nn.ReLU6), nn.Conv2d(16, 32, 1, bias=False), nn.BatchNorm2d(32),
                         nn.ReLU6(), nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Dropout(0.1), nn.Linear(32, 10))


SCRIBBLES = 10
STROKES = 4


def scribbles(count, shapes):
    """Images of scribbles, each of some strokes, turned, shifted, scaled and blurred a little; and which they are."""
    labels = torch.randint(len(shapes), (count,))
    angle = (torch.rand(count) - 0.5) * 0.8
    turn = torch.stack([torch.cos(angle), -torch.sin(angle), torch.sin(angle), torch.cos(angle)], 1).view(count, 2, 2)
    ends = shapes[labels].view(count, -1, 2) * (0.75 + 0.5 * torch.rand(count, 1, 2)) @ turn + (torch.rand(count, 1, 2) - 0.5) * 0.4
    start, end = (ends + 0.1 * torch.randn_like(ends)).view(count, STROKES, 2, 2).unbind(2)
    axis = torch.linspace(-1.4, 1.4, 28)
    pixels = torch.stack(torch.meshgrid(axis, axis, indexing="ij"), -1).view(1, 1, 784, 2)
    along = (end - start).unsqueeze(2)
    part = (((pixels - start.unsqueeze(2)) * along).sum(-1) / (along.square().sum(-1) + 1e-6)).clamp(0, 1)
    distance = (pixels - start.unsqueeze(2) - part.unsqueeze(-1) * along).norm(dim=-1).amin(1)
    ink = torch.exp(-(distance / (0.08 + 0.08 * torch.rand(count, 1))).square())
    return (ink + 0.05 * torch.rand_like(ink)).clamp(0, 1).view(count, 1, 28, 28), labels


def learn(model, steps=200):
    shapes = torch.rand(SCRIBBLES, STROKES, 2, 2) * 2 - 1
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    model.train()
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = 3e-3 * 0.5 * (1 + math.cos(math.pi * step / steps))
        images, labels = scribbles(64, shapes)
        loss = nn.functional.cross_entropy(model(images), labels)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    print("residual network: loss on scribbles", round(loss.item(), 3))


def settle(model):
    """Gives every batch normalisation statistics of its own, as training would."""
    model.train()
    with torch.no_grad():
        for _ in range(20):
            model(torch.rand(64, 1, 28, 28))
    for module in model.modules():
        if isinstance(module, nn.BatchNorm2d):
            nn.init.uniform_(module.weight, 0.5, 1.5)
            nn.init.uniform_(module.bias, -0.2, 0.2)


def export(folder, name, make, opset, prepare=settle):
    torch.manual_seed(sum(name.encode()))
    model = make()
    prepare(model)
    model.eval()
    images = torch.rand(4, 1, 28, 28)
    torch.onnx.export(model, images, str(folder / f"{name}.onnx"), opset_version=opset, input_names=["image"],
                      output_names=["scores"], dynamic_axes={"image": {0: "n"}, "scores": {0: "n"}},
                      training=torch.onnx.TrainingMode.PRESERVE)
    with torch.no_grad():
        answers = model(images)
    (folder / f"{name}.input.bin").write_bytes(images.numpy().tobytes())
    (folder / f"{name}.output.bin").write_bytes(answers.numpy().tobytes())


if __name__ == "__main__":
    torch.set_num_threads(1)
    target = pathlib.Path(sys.argv[1])
    target.mkdir(parents=True, exist_ok=True)
    export(target, "mlp", mlp, 9)
    export(target, "lenet", lenet, 11)
    export(target, "resnet", resnet, 13, learn)
    export(target, "mobilenet", mobilenet, 16)
