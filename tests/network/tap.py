"""A link between nodes that listens, so that what went over it can be sent again."""

from tests.network.link import Link


class Tap(Link):
    """A way to a node that keeps whatever goes over it, also while a connection is still open."""

    def __init__(self, port, target):
        super().__init__(port, target, 1)
        self.kept = []

    async def _pump(self, reader, writer, sent):
        self.kept.append(sent)
        await super()._pump(reader, writer, sent)

    def frames(self):
        """The body of every complete POST that went over it."""
        found = []
        for conversation in self.kept:
            rest = bytes(conversation)
            while rest.startswith(b"POST"):
                head, _, rest = rest.partition(b"\r\n\r\n")
                lengths = [
                    line.split(b":")[1] for line in head.split(b"\r\n") if line.lower().startswith(b"content-length")
                ]
                body, rest = rest[: int(lengths[0])], rest[int(lengths[0]) :]
                if len(body) == int(lengths[0]):
                    found.append(body)
        return found
