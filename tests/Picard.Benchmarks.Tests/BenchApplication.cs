namespace Picard.Benchmarks.Tests;

/// <summary>The targets of <c>samples/Bench</c> that clients ask for.</summary>
[Application]
internal sealed partial class BenchApplication;

[Handler]
internal sealed partial class BenchTargets
{
    [Get("/plaintext")]
    private string Plaintext() => "Hello, World!";

    [Get("/users/{id}")]
    private BenchUser User(int id) => new(id, "Ada");

    [Post("/upload")]
    private BenchReceipt Upload(ReadOnlyMemory<byte> content) => new(content.Length);

    [Get("/bytes/{n}")]
    private ReadOnlyMemory<byte> Bytes(int n) => new byte[n];
}

internal readonly record struct BenchUser(int Id, string Name);

internal readonly record struct BenchReceipt(long Received);
