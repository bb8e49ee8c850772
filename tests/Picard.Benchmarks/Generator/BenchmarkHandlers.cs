namespace Picard.Benchmarks;

[Application]
internal sealed partial class BenchmarkApplication;

[Handler]
internal sealed partial class BenchmarkHandlers
{
    [Get("/plaintext")]
    private string Plaintext() => "Hello, World!";

    [Get("/users/{id:int}")]
    private StatusCode User(int id) => new(id);

    [Get("/search")]
    private StatusCode Search(int page, long limit = 10, bool all = false) => page == limit && all ? StatusCode.NotFound : StatusCode.Ok;

    [Get("/text/{name}")]
    private string Text(string name) => name;

    [Post("/echo")]
    private ReadOnlyMemory<byte> Echo(ReadOnlyMemory<byte> content) => content;
}
