namespace Picard.Client.Interop;

/// <summary>The same targets, as a typed client.</summary>
[Client("http://127.0.0.1/")]
internal partial interface IInteropClient
{
    [Get("/text")]
    ValueTask<string> Text();

    [Get("/json")]
    ValueTask<InteropValue> Json();

    [Get("/absent")]
    ValueTask<string?> Absent();

    [Get("/empty")]
    ValueTask<StatusCode> Empty();

    [Post("/digest")]
    ValueTask<string> Digest(byte[] content);

    [Post("/digest")]
    ValueTask<string> DigestStream(Stream content);
}

/// <summary>What <c>/json</c> answers.</summary>
internal sealed record InteropValue(int Number, string Text);
