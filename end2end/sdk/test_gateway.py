"""The gateway, seen by the OpenAI client. Retries are off: a refused call must be seen as it is."""

import openai
import pytest

from conftest import DEMO_KEY

API_VERSION = "2024-10-21"
QUESTION = [{"role": "user", "content": "Name a colour."}]


def client(emulator, key=DEMO_KEY, **where):
    where = where or {"base_url": emulator.gateway}
    return openai.AzureOpenAI(api_key=key, api_version=API_VERSION, max_retries=0, **where)


@pytest.mark.parametrize("is_prefixed", [False, True], ids=["base_url", "azure_endpoint"])
def test_chat(emulator, is_prefixed):
    where = {"azure_endpoint": emulator.gateway} if is_prefixed else {"base_url": emulator.gateway}
    with client(emulator, **where) as gateway:
        answer = gateway.chat.completions.create(model="gpt-4o", messages=QUESTION)
    assert answer.object == "chat.completion"
    assert answer.choices[0].message.role == "assistant"
    assert answer.choices[0].message.content
    assert answer.usage.total_tokens == answer.usage.prompt_tokens + answer.usage.completion_tokens > 0


def test_stream_with_usage(emulator):
    text, usages, finished = "", [], []
    with client(emulator) as gateway:
        stream = gateway.chat.completions.create(
            model="gpt-4o-mini", messages=QUESTION, stream=True, stream_options={"include_usage": True}
        )
        for chunk in stream:
            if chunk.usage:
                assert chunk.choices == [], "the usage chunk has no choices"
                usages.append(chunk.usage)
            for choice in chunk.choices:
                text += choice.delta.content or ""
                if choice.finish_reason:
                    finished.append(choice.finish_reason)
    assert text
    assert finished == ["stop"]
    assert len(usages) == 1
    assert usages[0].total_tokens == usages[0].prompt_tokens + usages[0].completion_tokens > 0


def test_bad_key(emulator):
    with client(emulator, key="not-a-key") as gateway, pytest.raises(openai.AuthenticationError) as refused:
        gateway.chat.completions.create(model="gpt-4o", messages=QUESTION)
    assert "invalid subscription key" in str(refused.value)


def test_unknown_deployment(emulator):
    with client(emulator) as gateway, pytest.raises(openai.NotFoundError):
        gateway.chat.completions.create(model="no-such-deployment", messages=QUESTION)
