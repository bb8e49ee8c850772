namespace Picard.Benchmarks;

/// <summary><c>samples/Bench</c>, as our typed client sees it.</summary>
[Client("http://127.0.0.1/")]
internal partial interface IBench
{
    [Get("/plaintext")]
    ValueTask<string> Plaintext();

    [Get("/users/{id}")]
    ValueTask<Identity> User(int id);

    [Post("/upload")]
    ValueTask<Receipt> Upload(byte[] content);
}
