"""Trains LeNet-5 with PyTorch, beside the browser's systems: the same network, images, start and Adam.

    python3 pytorch.py DATA PLAN

DATA is the benchmark's data.bin: parameters (float32, in the order of the app), digits (28 x 28 bytes each), classes.
PLAN is JSON: {"parameters", "adam": {"learningRate", "beta1", "beta2", "epsilon"}, "steps", "batch", "batches",
"rounds", "stretchMs"}. All images lie on the device as padded floats before anything is timed, and every stretch ends
with all of its losses on the processor's side. Prints one line of JSON, as pytorch.ts reads it.
"""

import json
import math
import sys
import time

import torch
from torch import nn

# Tensors of the app's parameter vector: kernels as [row, column, in, out], dense weights as [in, out].
SHAPES = [(5, 5, 1, 6), (6,), (5, 5, 6, 16), (16,), (400, 120), (120,), (120, 84), (84,), (84, 10), (10,)]
# Losses are fetched this often, so that what waits for them stays small.
FETCH_EVERY = 200


def lenet(vector, device):
    pooled = [nn.Tanh(), nn.AvgPool2d(2)]
    dense = [nn.Flatten(), nn.Linear(400, 120), nn.Tanh(), nn.Linear(120, 84), nn.Tanh(), nn.Linear(84, 10)]
    network = nn.Sequential(nn.Conv2d(1, 6, 5), *pooled, nn.Conv2d(6, 16, 5), *pooled, *dense).to(device)
    load(network, vector)
    return network


def load(network, vector):
    """Writes the app's parameters into the network, in place."""
    offset = 0
    with torch.no_grad():
        for target, shape in zip(network.parameters(), SHAPES):
            size = torch.Size(shape).numel()
            values = vector[offset : offset + size].reshape(shape)
            offset += size
            if len(shape) == 4:
                values = values.permute(3, 2, 0, 1)
            elif shape == (400, 120):
                # S4 is flattened pixel by pixel in the app, and map by map here.
                values = values.reshape(25, 16, 120).transpose(0, 1).reshape(400, 120).t()
            elif len(shape) == 2:
                values = values.t()
            target.copy_(values)
    assert offset == vector.numel(), f"expected {vector.numel()} parameters, got {offset}"


class Eager:
    """Steps as a script writes them."""

    def __init__(self, plan, vector, device, capturable=False):
        self.network = lenet(vector, device)
        adam = plan["adam"]
        self.optimiser = torch.optim.Adam(
            self.network.parameters(),
            lr=adam["learningRate"],
            betas=(adam["beta1"], adam["beta2"]),
            eps=adam["epsilon"],
            capturable=capturable,
        )

    def step(self, images, labels):
        self.optimiser.zero_grad(set_to_none=True)
        loss = nn.functional.cross_entropy(self.network(images), labels)
        loss.backward()
        self.optimiser.step()
        return loss.detach()


class Graph:
    """The whole step recorded once as a CUDA graph, and replayed."""

    def __init__(self, plan, vector, device, images, labels):
        eager = Eager(plan, vector, device, capturable=True)
        self.images, self.labels = images.clone(), labels.clone()
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                eager.step(self.images, self.labels)
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        eager.optimiser.zero_grad(set_to_none=True)
        with torch.cuda.graph(self.graph):
            self.loss = eager.step(self.images, self.labels)
        # Warming up has trained: back to the start, in the same memory.
        load(eager.network, vector)
        for state in eager.optimiser.state.values():
            for value in state.values():
                value.zero_()
        self.eager = eager

    def step(self, images, labels):
        self.images.copy_(images)
        self.labels.copy_(labels)
        self.graph.replay()
        return self.loss.clone()


class Batches:
    """Batches of the images, one after the other and from the start again."""

    def __init__(self, images, labels, size):
        self.images, self.labels, self.size = images, labels, size
        self.count = labels.numel() // size
        self.taken = 0

    def next(self):
        at = self.taken % self.count * self.size
        self.taken += 1
        return self.images[at : at + self.size], self.labels[at : at + self.size]


def fetched(losses):
    values = torch.stack(losses).tolist()
    if not all(math.isfinite(value) for value in values):
        raise RuntimeError("expected finite losses")
    return values


def stretch(trainer, batches, ms):
    """Steps for so long. @returns how many, and the milliseconds until the last loss was here"""
    start = time.perf_counter()
    calls = 0
    while True:
        # Few at first: a slow device takes its time.
        losses = [trainer.step(*batches.next()) for _ in range(min(FETCH_EVERY, max(1, calls)))]
        calls += len(losses)
        fetched(losses)
        took = (time.perf_counter() - start) * 1000
        if took >= ms:
            return {"calls": calls, "ms": took}


def measured(name, device_name, plan, images, labels, open_trainer):
    """One system. What fails is its reason."""
    system = {"name": name, "device": device_name, "losses": [], "cells": {}}
    try:
        batches = Batches(images, labels, plan["batch"])
        trainer = open_trainer(*Batches(images, labels, plan["batch"]).next())
        system["losses"] = fetched([trainer.step(*batches.next()) for _ in range(plan["steps"])])
        for size in plan["batches"]:
            batches = Batches(images, labels, size)
            trainer = open_trainer(*Batches(images, labels, size).next())
            stretch(trainer, batches, plan["stretchMs"])
            timings = [stretch(trainer, batches, plan["stretchMs"]) for _ in range(plan["rounds"])]
            system["cells"][str(size)] = timings
    except Exception as error:
        system["failed"] = (str(error) or type(error).__name__).splitlines()[0]
    return system


def main():
    data_path, plan_text = sys.argv[1:]
    plan = json.loads(plan_text)
    with open(data_path, "rb") as file:
        data = bytearray(file.read())
    head = plan["parameters"] * 4
    count = (len(data) - head) // 785
    vector = torch.frombuffer(data, dtype=torch.float32, count=plan["parameters"])
    digits = torch.frombuffer(data, dtype=torch.uint8, count=count * 784, offset=head)
    images = nn.functional.pad(digits.reshape(count, 1, 28, 28).float() / 255, (2, 2, 2, 2))
    labels = torch.frombuffer(data, dtype=torch.uint8, count=count, offset=head + count * 784).long()

    def on(device, name, device_name, make):
        here = [tensor.to(device) for tensor in (vector, images, labels)]
        return measured(name, device_name, plan, *here[1:], lambda *batch: make(here[0], *batch))

    threads = torch.get_num_threads()
    words = f"{threads} thread" if threads == 1 else f"{threads} threads"
    eager = lambda device: lambda start, *_: Eager(plan, start, device)
    systems = [on("cpu", f"PyTorch CPU, {words}", f"PyTorch {torch.__version__}", eager("cpu"))]
    if torch.cuda.is_available():
        card = f"PyTorch {torch.__version__}, {torch.cuda.get_device_name()}"
        systems.append(on("cuda", "PyTorch CUDA", card, eager("cuda")))
        graph = lambda start, *batch: Graph(plan, start, "cuda", *batch)
        systems.append(on("cuda", "PyTorch CUDA graph", card, graph))
    print(json.dumps({"systems": systems}))


main()
