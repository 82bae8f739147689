"""`python -m duibiao.api` serves the store of DUIBIAO_STORE on loopback."""

import uvicorn

uvicorn.run("duibiao.api:from_environment", factory=True, host="127.0.0.1", port=8000)
