using System.Numerics;
using Picard;

/// <summary>What measurements ask for. Each answer is made per request, but for the constant of /plaintext.</summary>
[Handler]
public partial class Endpoints
{
    private static byte[] s_zeros = [];

    [Get("/plaintext")]
    string Plaintext() => "Hello, World!";

    [Get("/json")]
    Greeting Message() => new("Hello, World!");

    [Get("/users/{id}")]
    User User(int id) => new(id, "Ada");

    [Post("/json")]
    Total Add(Addends addends) => new((long)addends.X + addends.Y);

    [Get("/bytes/{n:range(0,1073741824)}")]
    ReadOnlyMemory<byte> Bytes(int n)
    {
        var zeros = s_zeros;
        if (zeros.Length < n)
        {
            // Race: two requests may both make an array. Either may stay, since all are the same.
            s_zeros = zeros = new byte[BitOperations.RoundUpToPowerOf2((uint)n)];
        }

        return zeros.AsMemory(0, n);
    }
}
