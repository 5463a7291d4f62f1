"""Make another node a member, and close or open the way to it."""

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import click
import msgspec
from django.utils.translation import gettext as _

from sajha.basics.clock import now
from sajha.cli.node import OPERATOR
from sajha.cli.words import JSON_HELP, show, with_node
from sajha.terms.reasons import reason_text

if TYPE_CHECKING:
    from sajha.network.values import Member

as_json_option = click.option("--json", "as_json", is_flag=True, help=JSON_HELP)
node_argument = click.argument("node_id", metavar="NODE")
yes_option = click.option("--yes", is_flag=True, help=_("Do not ask for confirmation."))
reason_option = click.option("--reason", prompt=True, help=_("Why; it is recorded."))


def add_to(group: click.Group) -> None:
    pair = click.Group("pair", help=_("Make other nodes members: exchange descriptions, compare fingerprints."))
    for command in (show_own, add, confirm, listed, deliveries, suspend, resume, revoke, rotate):
        pair.add_command(command)
    group.add_command(pair)


@click.command("show", help=_("Show this node's id and fingerprint, and write its description for the other side."))
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help=_("Write the description to this file."))
@as_json_option
@with_node
def show_own(out: Path | None, *, as_json: bool) -> None:
    from sajha.network.queries import own_descriptor, own_fingerprint

    descriptor = own_descriptor()
    content = msgspec.json.format(msgspec.json.encode(descriptor), indent=2)
    result = {
        "node": descriptor.node_id,
        "organisation": descriptor.organisation,
        "url": descriptor.url,
        "fingerprint": own_fingerprint(),
    }
    if out:
        out.write_bytes(content)
    if as_json:
        result["descriptor"] = msgspec.json.decode(content)
    show(result, as_json=as_json)
    if not (out or as_json):
        click.echo(_("Write the description to a file with --out, and give that file to the other side."))


@click.command(help=_("Take another node's description from a file (- for standard input)."))
@click.argument("file", type=click.File("rb"))
@as_json_option
@with_node
def add(file: BinaryIO, *, as_json: bool) -> None:
    from sajha.network.actions import add_peer
    from sajha.network.rules import read_descriptor
    from sajha.network.values import LARGEST_DESCRIPTOR

    descriptor = read_descriptor(file.read(LARGEST_DESCRIPTOR + 1))
    member = add_peer(descriptor=descriptor, by=OPERATOR, at=now())
    show(_told(member), as_json=as_json)
    if not as_json:
        click.echo(
            _("Now ask the other side for its fingerprint by voice or in person, then: sajha pair confirm %(node)s")
            % {"node": member.node_id}
        )


@click.command(help=_("Confirm a node by the fingerprint that its people read out to you."))
@node_argument
@click.option("--fingerprint", prompt=True, help=_("What the other side reads out."))
@as_json_option
@with_node
def confirm(node_id: str, fingerprint: str, *, as_json: bool) -> None:
    from django.db import transaction

    from sajha.directory.actions import keep_member
    from sajha.exchange.actions import greet
    from sajha.network.actions import confirm_peer

    with transaction.atomic():
        member = confirm_peer(node_id=node_id, fingerprint=fingerprint, by=OPERATOR, at=now())
        keep_member(
            node_id=member.node_id,
            name=member.organisation,
            kind=member.kind,
            places=member.places,
            by=OPERATOR,
            at=now(),
        )
        greet(node_id=member.node_id, by=OPERATOR, at=now())
    show(_told(member), as_json=as_json)


@click.command("list", help=_("List the other nodes and what was heard about them."))
@as_json_option
@with_node
def listed(*, as_json: bool) -> None:
    from sajha.network.queries import peers, warnings

    members = [_told(member) for member in peers(OPERATOR)]
    heard = [
        {"about": row.about, "from": row.by_name, "because": row.because, "at": row.at} for row in warnings(OPERATOR)
    ]
    if as_json:
        show({"nodes": members, "notices": heard}, as_json=True)
        return
    for row in members:
        click.echo(f"{row['node']}  {row['status']:<10} {row['organisation']}  {row['url']}")
    for notice in heard:
        click.echo(
            _("%(who)s says that %(node)s was revoked there.") % {"who": notice["from"], "node": notice["about"]}
        )


@click.command(help=_("Show how delivery to each node stands, and what was refused at the door."))
@as_json_option
@with_node
def deliveries(*, as_json: bool) -> None:
    from sajha.exchange.queries import refusals, ways

    sent, refused = ways(OPERATOR), refusals(OPERATOR)
    if as_json:
        show({"nodes": [asdict(way) for way in sent], "refused": [asdict(line) for line in refused]}, as_json=True)
        return
    for way in sent:
        state = reason_text(way.because) if way.because else ""
        click.echo(f"{way.node_id}  {way.waiting:>6}  {way.organisation}  {state}")
    for line in refused:
        click.echo(f"{line.day}  {line.count:>6}  {line.organisation or line.node_id}  {reason_text(line.because)}")


@click.command(help=_("Close the way to a node for now, and call back what it received."))
@node_argument
@reason_option
@yes_option
@as_json_option
@with_node
def suspend(node_id: str, reason: str, *, yes: bool, as_json: bool) -> None:
    from sajha.exchange.actions import suspend as suspend_peer

    _sure(node_id, yes)
    show(_told(suspend_peer(node_id=node_id, reason=reason, by=OPERATOR, at=now())), as_json=as_json)


@click.command(help=_("Open the way to a suspended node again."))
@node_argument
@reason_option
@as_json_option
@with_node
def resume(node_id: str, reason: str, *, as_json: bool) -> None:
    from sajha.exchange.actions import resume as resume_peer

    show(_told(resume_peer(node_id=node_id, reason=reason, by=OPERATOR, at=now())), as_json=as_json)


@click.command(help=_("Close the way to a node for good, call back what it received, and tell the other members."))
@node_argument
@reason_option
@yes_option
@as_json_option
@with_node
def revoke(node_id: str, reason: str, *, yes: bool, as_json: bool) -> None:
    from sajha.exchange.actions import revoke as revoke_peer

    _sure(node_id, yes)
    show(_told(revoke_peer(node_id=node_id, reason=reason, by=OPERATOR, at=now())), as_json=as_json)


@click.command("rotate-keys", help=_("Give this node new keys, signed by the old ones, and tell the members."))
@as_json_option
@with_node
def rotate(*, as_json: bool) -> None:
    from sajha.exchange.actions import rotate_keys
    from sajha.network.queries import own_fingerprint

    show({"node": rotate_keys(by=OPERATOR, at=now()), "fingerprint": own_fingerprint()}, as_json=as_json)


def _sure(node_id: str, yes: bool) -> None:
    """Say what goes on with the node, and ask."""
    from sajha.disclosure.queries import dealings_with

    found = dealings_with(OPERATOR, node_id)
    if not yes:
        told = _(
            "%(requests)s open requests, %(waiting)s messages that wait, %(packages)s packages to call back. Go on?"
        )
        click.confirm(told % asdict(found), abort=True, err=True)


def _told(member: "Member") -> dict[str, object]:
    """A member without its fingerprint: that has to come from its own people."""
    names = ("organisation", "kind", "url", "places", "status")
    return {"node": member.node_id, **{name: getattr(member, name) for name in names}}
