"""A small mail server for tests: aiosmtpd with TLS, sign-in, and an answer or a broken line at any stage.

One argument, a JSON object: folder, and optionally cert, key, tls ("starttls", "implicit"), user, password, tokens
(the access tokens that XOAUTH2 takes), stages. stages maps connect, ehlo, starttls, auth, mail, rcpt, data (the
command), part (a kilobyte of the message has arrived) or content (all of it has) to an answer such as
"550 5.1.1 no such user", to "drop" (the connection breaks), to "hang" (no answer comes) or to "pause" (it goes on as if
nothing were planned, after the first line of standard input; a half-read message is dropped); with "once " before it,
the first time only, with "at N " the N-th time only. One stage more, password, is reached once the client has told it:
in its answer {plain} is the password and {sasl} name and password as the client may write them (RFC 4616).
Prints its port, then a line "paused STAGE" for each pause, and "answered N" when the answer to the N-th mail kept is on
its way; ends when its standard input ends. Writes NNN.eml and NNN.json (the envelope) for each mail that
arrived, and a line for each command, with "tls" or "plain" before it, to commands.log.
"""
import asyncio
import base64
import collections
import json
import logging
import pathlib
import ssl
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword

warnings.simplefilter("ignore")
logging.disable(logging.CRITICAL)
options = json.loads(sys.argv[1])
KEPT = "250 2.0.0 kept as "
folder = pathlib.Path(options["folder"])
stages = options.get("stages") or {}
reached = collections.Counter()
released = asyncio.Event()


def due(stage):
    """What is planned for the stage this time, or None."""
    reached[stage] += 1
    plan = stages.get(stage)
    if plan is not None and plan.startswith("once "):
        del stages[stage]
        return plan.removeprefix("once ")
    if plan is not None and plan.startswith("at "):
        _, number, plan = plan.split(" ", 2)
        return plan if reached[stage] == int(number) else None
    return plan


class StagedServer(SMTP):
    def encrypted(self):
        return self.transport.get_extra_info("ssl_object") is not None

    async def act(self, stage):
        return await self.do(due(stage), stage)

    async def do(self, plan, stage):
        """Does what is planned for the stage; False where nothing is, or nothing more."""
        if plan is None:
            return False
        if plan == "pause":
            print("paused", stage, flush=True)
            await released.wait()
            return False
        if plan == "drop":
            self.transport.abort()
        elif plan == "hang":
            await asyncio.sleep(3600)
        else:
            await self.push(plan)
        return True

    async def push(self, status):
        await super().push(status)
        if isinstance(status, str) and status.startswith(KEPT):
            print("answered", status.removeprefix(KEPT), flush=True)

    async def _handle_client(self):
        if await self.act("connect"):
            self.transport.close()
        else:
            await super()._handle_client()

    async def before(self, stage):
        with open(folder / "commands.log", "a", encoding="ascii") as log:
            log.write(("tls " if self.encrypted() else "plain ") + stage.upper() + "\n")
        return await self.act(stage)

    async def smtp_EHLO(self, arg):
        if not await self.before("ehlo"):
            await super().smtp_EHLO(arg)

    async def smtp_STARTTLS(self, arg):
        if not await self.before("starttls"):
            await super().smtp_STARTTLS(arg)

    async def smtp_AUTH(self, arg):
        if not await self.before("auth"):
            await super().smtp_AUTH(arg)

    async def smtp_MAIL(self, arg):
        if not await self.before("mail"):
            await super().smtp_MAIL(arg)

    async def smtp_RCPT(self, arg):
        if not await self.before("rcpt"):
            await super().smtp_RCPT(arg)

    async def smtp_DATA(self, arg):
        if await self.before("data"):
            return
        plan = due("part")
        if plan is not None:
            await self.push("354 go on")
            await self._reader.readexactly(1024)
            if not await self.do(plan, "part"):
                self.transport.abort()
        else:
            await super().smtp_DATA(arg)


class Handler:
    count = 0

    # The form of the mail providers: user=NAME ^A auth=Bearer TOKEN ^A ^A; a refusal is a challenge that is answered empty.
    async def auth_XOAUTH2(self, server, args):
        fields = dict(f.split("=", 1) for f in base64.b64decode(args[1]).decode().split("\x01") if f)
        given = fields["auth"].removeprefix("Bearer ")
        with open(folder / "tokens.log", "a", encoding="ascii") as log:
            log.write(given + "\n")
        if fields["user"] == options["user"] and given in (options.get("tokens") or []):
            return AuthResult(success=True, auth_data=LoginPassword(fields["user"].encode(), b""))
        await server.challenge_auth(json.dumps({"status": "401", "schemes": "bearer"}))
        return AuthResult(success=False, handled=False)

    async def handle_DATA(self, server, session, envelope):
        plan = due("content")
        if plan is not None and plan not in ("drop", "hang", "pause"):
            return plan
        Handler.count += 1
        (folder / f"{Handler.count:03}.eml").write_bytes(envelope.original_content)
        user = session.auth_data.login.decode() if session.authenticated else ""
        record = {"From": envelope.mail_from, "To": envelope.rcpt_tos, "Tls": server.encrypted(), "User": user}
        # Renamed when whole, since tests look for it while the connection is still open.
        part = folder / f"{Handler.count:03}.part"
        part.write_text(json.dumps(record), encoding="utf-8")
        part.rename(part.with_suffix(".json"))
        kept = Handler.count
        await server.do(plan, "content")
        return f"{KEPT}{kept}"


def sign_in(server, session, envelope, mechanism, data):
    plan = due("password")
    if plan is not None:
        sasl = base64.b64encode(b"\0" + data.login + b"\0" + data.password).decode()
        answer = plan.replace("{plain}", data.password.decode()).replace("{sasl}", sasl)
        return AuthResult(success=False, handled=False, message=answer)
    right = data.login.decode() == options["user"] and data.password.decode() == options["password"]
    return AuthResult(success=right, handled=False, auth_data=data)


async def serve():
    context = None
    if options.get("tls"):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options["cert"], options["key"])
    implicit = options.get("tls") == "implicit"

    def connection():
        return StagedServer(
            Handler(),
            hostname="mail.test",
            tls_context=None if implicit else context,
            require_starttls=options.get("tls") == "starttls",
            auth_required=bool(options.get("user")),
            auth_require_tls=not implicit,
            authenticator=sign_in,
            loop=asyncio.get_running_loop(),
        )

    loop = asyncio.get_running_loop()
    server = await loop.create_server(connection, "127.0.0.1", 0, ssl=context if implicit else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        released.set()


loop = asyncio.new_event_loop()
loop.run_until_complete(serve())
