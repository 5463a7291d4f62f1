"""A link between nodes that misbehaves on purpose: passes, cuts, slows, loses the answer, replays what went over it."""

import asyncio
import random
import threading
from collections import deque

KEPT = 200  # conversations that may be replayed
MOST_PARTS = 12  # of what comes back over one connection that meets trouble


class Link:
    """A TCP proxy on loopback in front of one node. Set ``trouble`` to the share of connections that meet trouble (0 to 1)."""

    def __init__(self, port: int, target: int, seed: int) -> None:
        self.port, self.target, self.trouble = port, target, 0.0
        self.random = random.Random(seed)
        self.seen: deque[bytes] = deque(maxlen=KEPT)
        self.counts = {"passed": 0, "cut before": 0, "cut after": 0, "slowed": 0, "replayed": 0, "unreachable": 0}
        self._loop = asyncio.new_event_loop()
        self._started = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> "Link":
        self._thread.start()
        assert self._started.wait(10)
        return self

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", self.port))
        self._started.set()
        self._loop.run_forever()
        running = asyncio.all_tasks(self._loop)
        for conversation in running:
            conversation.cancel()
        self._loop.run_until_complete(asyncio.gather(*running, return_exceptions=True))
        self._loop.close()

    def _choose(self) -> str:
        if self.random.random() >= self.trouble:
            return "passed"
        return self.random.choice(["cut before", "cut after", "slowed", "replayed"])

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        choice = self._choose()
        self.counts[choice] += 1
        try:
            if choice == "cut before":
                return
            if choice == "slowed":
                await asyncio.sleep(self.random.uniform(0.05, 0.8))
            await self._carry(reader, writer, lose_answer=choice == "cut after")
            if choice == "replayed" and self.seen:
                await self._replay(self.random.choice(self.seen))
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            self.counts["unreachable"] += 1
        finally:
            writer.close()

    async def _carry(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, lose_answer: bool) -> None:
        far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        sent = bytearray()
        forth = asyncio.ensure_future(self._pump(reader, far_writer, sent))
        # nodes keep a connection open for many messages: under trouble it breaks after a few, so that each meets its own
        parts = self.random.randint(1, MOST_PARTS) if self.trouble else 1 << 30
        try:
            while (part := await far_reader.read(65536)) and parts:
                parts -= 1
                if lose_answer:
                    break
                writer.write(part)
                await writer.drain()
        finally:
            forth.cancel()
            far_writer.close()
            if sent.startswith(b"POST"):
                self.seen.append(bytes(sent))

    @staticmethod
    async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, sent: bytearray) -> None:
        while part := await reader.read(65536):
            sent += part
            writer.write(part)
            await writer.drain()

    async def _replay(self, conversation: bytes) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.target)
        writer.write(conversation)
        await writer.drain()
        await asyncio.wait_for(reader.read(1024), 5)
        writer.close()
