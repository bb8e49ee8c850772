using System.Diagnostics;

namespace Picard.Http.Fuzz;

/// <summary>Mutates and checks, input after input.</summary>
public sealed class FuzzRun(IReadOnlyList<byte[]> requestSeeds, IReadOnlyList<byte[]> responseSeeds)
{
    private readonly Mutator _requests = new(requestSeeds);
    private readonly Mutator _responses = new(responseSeeds);

    /// <summary>The properties.</summary>
    public FuzzTarget Target { get; } = new();

    /// <summary>The time inputs were checked for.</summary>
    public TimeSpan Elapsed { get; private set; }

    /// <summary>How many octets the inputs had.</summary>
    public long Octets { get; private set; }

    /// <summary>Checks the inputs <paramref name="first"/> to <paramref name="first"/> + <paramref name="count"/> - 1 of a seed.</summary>
    /// <returns>The failure of the first input that fails, or null.</returns>
    public FuzzFailure? Check(ulong seed, long first, long count)
    {
        var start = Stopwatch.GetTimestamp();
        for (var index = first; index < first + count; index++)
        {
            if (CheckOne(seed, index) is { } failure)
            {
                return failure;
            }
        }

        Elapsed += Stopwatch.GetElapsedTime(start);
        return null;
    }

    private FuzzFailure? CheckOne(ulong seed, long index)
    {
        var random = new FuzzRandom(seed, (ulong)index);

        // Three requests to one response: the server's side has more to lose.
        var side = random.Next(4) == 0 ? FuzzSide.Responses : FuzzSide.Requests;
        var limits = random.Next(4) == 0 ? FuzzLimits.Small : FuzzLimits.Default;
        var ending = random.Next(4) == 0 ? PeerEnd.Closes : PeerEnd.StaysOpen;
        var octets = (side == FuzzSide.Requests ? _requests : _responses).Next(ref random);
        Octets += octets.Length;
        try
        {
            Target.Check(side, limits, ending, octets, ref random);
            return null;
        }
        catch (FuzzException broken)
        {
            return new FuzzFailure(seed, index, new FuzzCase(side, limits, ending, octets.ToArray()), broken.Message);
        }
    }
}
