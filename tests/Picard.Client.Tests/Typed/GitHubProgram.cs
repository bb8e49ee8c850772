using System.IO.Pipelines;
using Picard;

namespace Hub;

// The client of product.md §1.3, as printed.
[Client("https://api.example.com")]
public partial interface IGitHub                 // PicardClient.Create<IGitHub>(options), or from the container
{
    [Get("/repos/{owner}/{name}")] ValueTask<Repo?> Repo(string owner, string name, CancellationToken cancellationToken = default);   // null: 404
    [Put("/blobs/{name}")] ValueTask<StatusCode> Put(string name, PipeReader content);
    [Get("/rows")] IAsyncEnumerable<Row> Rows();              // Response<T> where fields matter; other non-2xx: StatusException { Status, Problem }
}

[Pool(MaxConnectionsPerAuthority = 64, MaxQueuedRequests = 1024)]
public partial class BackendPool;                // limits checked at compile time; options override at run time

public sealed record Repo(string Owner, string Name, int Stars);

public readonly record struct Row(int Id, string Name);
