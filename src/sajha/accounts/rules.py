"""The permission map: denied by default. Which case or request it applies to is decided by each area's own scope."""

from sajha.accounts.values import Role, Vault, home_vault
from sajha.basics.actor import Actor
from sajha.basics.decision import Decision, no, yes

WORKERS = frozenset({Role.INVESTIGATOR, Role.CASE_MANAGER, Role.UNIT_HEAD})
OVERSEERS = frozenset({Role.UNIT_HEAD, Role.NODAL_OFFICER, Role.COORDINATOR})
HEADS = frozenset({Role.UNIT_HEAD})
ADMIN = frozenset({Role.ADMINISTRATOR})
AUDIT = frozenset({Role.AUDITOR})
EVERYBODY = frozenset(Role)

PERMISSIONS: dict[str, frozenset[Role]] = {
    "account:use": EVERYBODY,
    "case:read": WORKERS,
    "case:write": WORKERS,
    "case:reveal": WORKERS,
    "case:assign": HEADS,
    "case:import": WORKERS,
    "case:export": HEADS,
    "vault:cross": WORKERS,
    "counselling:write": frozenset({Role.CASE_MANAGER}),
    "counselling:read": frozenset({Role.CASE_MANAGER, Role.UNIT_HEAD}),
    "emergency:ask": WORKERS,
    "emergency:confirm": WORKERS,
    "emergency:see": WORKERS | AUDIT,
    "emergency:review": HEADS | AUDIT,
    "consent:read": WORKERS,
    "consent:record": WORKERS,
    "survivor:show": WORKERS,
    "basis:open": WORKERS,
    "basis:vote": WORKERS,
    "retention:read": HEADS | AUDIT,
    "retention:hold": WORKERS,
    "retention:ask": WORKERS,
    "retention:decide": HEADS,
    "request:read": WORKERS | {Role.NODAL_OFFICER, Role.COORDINATOR},
    "request:send": WORKERS,
    "request:answer": WORKERS | {Role.NODAL_OFFICER, Role.COORDINATOR},
    "request:assign": HEADS | {Role.NODAL_OFFICER, Role.COORDINATOR},
    "request:oversee": OVERSEERS,
    "match:ask": WORKERS,
    "match:judge": WORKERS,
    "match:second": WORKERS,
    "match:set": HEADS,
    "match:watch": HEADS | AUDIT | ADMIN,
    "directory:read": EVERYBODY,
    "directory:edit": ADMIN,
    "network:read": ADMIN | AUDIT,
    "network:pair": ADMIN,
    "user:manage": ADMIN,
    "audit:read": AUDIT,
    "audit:verify": AUDIT | ADMIN,
    "audit:accept": AUDIT,
}

# An administrator sees no case: the role stands alone, so that nobody hands it to a worker's account.
ALONE = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})


def may(actor: Actor, permission: str) -> Decision:
    """Whether one of the actor's roles holds the permission. An unknown permission is held by nobody."""
    holders = PERMISSIONS.get(permission, frozenset())
    return yes() if holders & actor.roles else no("permission.missing", f"permission.{permission}")


def may_hold(roles: frozenset[str]) -> Decision:
    """Whether one person may hold these roles together."""
    if not roles:
        return no("roles.none")
    if not roles <= EVERYBODY:
        return no("roles.unknown")
    if roles & ALONE and len(roles) > 1:
        return no("roles.alone")
    return yes()


def usual_vaults(roles: frozenset[str], kind: str) -> frozenset[str]:
    """What somebody of these roles reads until the administrator says otherwise: workers the vault of the organisation's kind."""
    return frozenset({home_vault(kind).value}) if roles & WORKERS else frozenset()


def may_read_vaults(roles: frozenset[str], vaults: frozenset[str]) -> Decision:
    """Whether somebody of these roles may read these vaults: a worker at least one, nobody else any."""
    if not vaults <= frozenset(Vault):
        return no("vaults.unknown")
    if roles & WORKERS:
        return yes() if vaults else no("vaults.none")
    return no("vaults.not_a_worker") if vaults else yes()
