"""What stands in for Hugging Face and for a Space's front on this machine: an OpenID provider, and a proxy with TLS.

The provider does what OpenID Connect Core 1.0 asks of the code flow (https://openid.net/specs/openid-connect-core-1_0.html).
"""

import base64
import contextlib
import datetime
import ipaddress
import secrets
import ssl
import threading
import time
from urllib.parse import urlencode

import httpx
import uvicorn
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from real_page import START_SECONDS, answers, free_port
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, StreamingResponse
from starlette.routing import Route

CLIENT, SECRET = "tra-luat", "a secret of the Space"
PEOPLE = {"an-nguyen": "64f0a1", "binh": "64f0b2"}  # the name that one may change, and the subject that stays
AS_A_SPACE = {
    "SPACE_ID": "ai/tra-luat",
    "SYSTEM": "spaces",
    "SPACE_HOST": "ai-tra-luat.hf.space",
    "OAUTH_CLIENT_ID": CLIENT,
    "OAUTH_CLIENT_SECRET": SECRET,
    "OAUTH_SCOPES": "openid profile",
    "OPENID_PROVIDER_URL": "https://provider.example",
}


@contextlib.contextmanager
def served(app, port, **options):
    """Serve an application beside the test."""
    server = uvicorn.Server(uvicorn.Config(app, "127.0.0.1", port, log_level="warning", lifespan="off", **options))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        until = time.monotonic() + 30
        while not server.started:
            assert thread.is_alive(), "the server did not start"
            assert time.monotonic() < until, "the server did not start in time"
            time.sleep(0.05)
        yield
    finally:
        server.should_exit = server.force_exit = True
        thread.join(30)


class Provider:
    """Asks who one is by a link for each person, and vouches for whoever clicks theirs.

    Parameters
    ----------
    callback : str
        The only address that it sends people back to.
    """

    def __init__(self, callback):
        self.callback, self.port = callback, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.asked = []  # the parameters of each visit
        self.wrong_nonce = False
        self._codes = {}
        self._key = RSAKey.generate_key(2048, {"kid": "one"})
        self._up = None

    def start(self):
        self._up = contextlib.ExitStack()
        routes = [
            Route("/.well-known/openid-configuration", self._discovery),
            Route("/oauth/authorize", self._authorize),
            Route("/oauth/token", self._token, methods=["POST"]),
            Route("/oauth/jwks", self._keys),
            Route("/frame", self._frame),
        ]
        self._up.enter_context(served(Starlette(routes=routes), self.port))

    def stop(self):
        if self._up:
            self._up.close()
        self._up = None

    async def _discovery(self, _):
        return JSONResponse(
            {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/oauth/authorize",
                "token_endpoint": f"{self.url}/oauth/token",
                "jwks_uri": f"{self.url}/oauth/jwks",
                "id_token_signing_alg_values_supported": ["RS256"],
                "response_types_supported": ["code"],
                "subject_types_supported": ["public"],
            }
        )

    async def _authorize(self, request):
        asked = dict(request.query_params)
        self.asked.append(asked)
        known = asked.get("client_id") == CLIENT and asked.get("response_type") == "code"
        if not known or asked["redirect_uri"].partition("?")[0] != self.callback:
            return HTMLResponse("?", 400)
        ways = {"deny": {"error": "access_denied", "error_description": "<script>x</script>"}}
        for name in PEOPLE:
            code = secrets.token_urlsafe(16)
            self._codes[code] = {**asked, "name": name}
            ways[name] = {"code": code}
        back = asked["redirect_uri"] + ("&" if "?" in asked["redirect_uri"] else "?")
        links = [
            f'<a id="{name}" href="{back}{urlencode({**way, "state": asked["state"]})}">{name}</a>'.replace(
                "&", "&amp;"
            )
            for name, way in ways.items()
        ]
        return HTMLResponse("<h1>Who are you?</h1>" + " ".join(links))

    async def _token(self, request):
        form = await request.form()
        client = base64.b64decode(request.headers["authorization"].removeprefix("Basic ")).decode()
        asked = self._codes.pop(form["code"], None)
        if client != f"{CLIENT}:{SECRET}" or asked is None or asked["redirect_uri"] != form["redirect_uri"]:
            return JSONResponse({"error": "invalid_grant"}, 400)
        now, name = int(time.time()), asked["name"]
        claims = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": PEOPLE[name],
            "iat": now,
            "exp": now + 3600,
            "nonce": "another" if self.wrong_nonce else asked["nonce"],
            "name": name.title(),
            "preferred_username": name,
            "profile": f"{self.url}/{name}",
            "picture": f"{self.url}/{name}.png",
        }
        token = {"access_token": secrets.token_urlsafe(300), "token_type": "bearer", "expires_in": 28800}
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, self._key)
        return JSONResponse({**token, "scope": asked["scope"], "id_token": signed})

    async def _keys(self, _):
        return JSONResponse(KeySet([self._key]).as_dict(private=False))

    async def _frame(self, request):
        """Give another site's page, with the Space in a frame, as Hugging Face's own shows it."""
        return HTMLResponse(f'<iframe src="{request.query_params["of"]}" width="1100" height="800"></iframe>')


class Front:
    """What stands before a Space: speaks TLS, and says so to what is behind it.

    Parameters
    ----------
    behind : str
        Address of the application.
    folder : Path
        Where its certificate goes.
    """

    def __init__(self, behind, folder):
        self.behind, self.port = behind, free_port()
        self.host = f"127.0.0.1:{self.port}"
        self.url = f"https://{self.host}/"
        self.certificate = folder / "certificate.pem"
        _write_certificate(self.certificate)

    @contextlib.contextmanager
    def running(self):
        methods = ["GET", "HEAD", "POST", "OPTIONS"]
        app = Starlette(routes=[Route("/{path:path}", self._pass, methods=methods)])
        with served(app, self.port, ssl_certfile=str(self.certificate)):
            yield self

    def client(self, **options):
        """Give someone who has no browser."""
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        return httpx.Client(base_url=self.url, verify=trusting, trust_env=False, timeout=60, **options)

    async def _pass(self, request):
        query = request.scope["query_string"]
        path = request.scope["raw_path"] + (b"?" + query if query else b"")
        told = [(key, value) for key, value in request.headers.raw if key != b"connection"]
        client = httpx.AsyncClient(trust_env=False, timeout=300)
        asked = client.build_request(
            request.method,
            httpx.URL(self.behind).copy_with(raw_path=path),
            headers=[*told, (b"x-forwarded-proto", b"https")],
            content=await request.body(),
        )
        answer = await client.send(asked, stream=True)

        async def body():
            try:
                async for part in answer.aiter_raw():
                    yield part
            finally:
                await answer.aclose()
                await client.aclose()

        response = StreamingResponse(body(), answer.status_code)
        own = (b"transfer-encoding", b"connection")
        response.raw_headers = [(key.lower(), value) for key, value in answer.headers.raw if key.lower() not in own]
        return response


class Space:
    """The application behind its front, the provider beside it; ``without_provider``: answers from before it was."""

    def __init__(self, folder):
        self.app = f"http://127.0.0.1:{free_port()}/"
        self.front = Front(self.app, folder)
        self.provider = Provider(f"{self.front.url}login/callback")
        self.without_provider = []

    def wait(self, server):
        until = time.monotonic() + START_SECONDS
        while not answers(f"{self.app}health"):
            assert server.poll() is None, "it did not start"
            assert time.monotonic() < until, "it did not start in time"
            time.sleep(0.5)

    def client(self, **options):
        return self.front.client(**options)


def _write_certificate(path):
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    plain = serialization.NoEncryption()
    path.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
        + certificate.public_bytes(serialization.Encoding.PEM)
    )
