using Picard;

namespace Picard.Gen.Generators.Tests.CompiledHandlers;

public enum Colour
{
    Red,
    Green,
}

[Application]
internal sealed partial class PlainApplication
{
    [Provides]
    private readonly Greeting _greeting = new("Hello");
}

public sealed record Greeting(string Text);

[Handler(Application = typeof(PlainApplication))]
internal sealed partial class Plain(Greeting greeting)
{
    [Get("/")]
    private string Index() => "Hello, World!";

    [Get("/users/{id:int}")]
    private ValueTask<string?> Get(int id, CancellationToken aborted) => new(id == 42 && !aborted.IsCancellationRequested ? greeting.Text : null);

    [Post("/users")]
    private static StatusCode Add(Colour colour, int page = 1, string? note = null) => note is null && page == 1 && colour == Colour.Red ? StatusCode.Created : StatusCode.Ok;

    [Get("/files/{**path}")]
    private string File(string path) => path;

    [Put("/echo")]
    private Response Echo(ReadOnlyMemory<byte> content, Request request) => Response.Bytes(StatusCode.Ok, content, request.Target);

    [Delete("/users/{id:int}")]
    private void Delete(int id) => _ = id;
}
