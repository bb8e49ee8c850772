using System.Collections.Immutable;
using System.Reflection.Metadata;

namespace Picard.Gen.Tasks;

/// <summary>The ways through a body, for what only one value of a parameter leads to, as <c>async</c> in <c>if (async) { await … } else { … }</c>, and for what only leads to an exception.</summary>
internal sealed class BodyFlow
{
    private readonly int[] _starts;
    private readonly Jump?[] _ends;
    private readonly int[] _handlers;
    private readonly Dictionary<(int Flag, int Value), bool[]> _reached = [];
    private bool[]? _throws;

    public BodyFlow(IReadOnlyList<Jump> jumps, ImmutableArray<ExceptionRegion> regions)
    {
        var starts = new SortedSet<int> { 0 };
        foreach (var jump in jumps)
        {
            starts.Add(jump.Next);
            starts.UnionWith(jump.Targets);
        }

        foreach (var region in regions)
        {
            starts.UnionWith([region.TryOffset, region.HandlerOffset, Math.Max(region.FilterOffset, 0)]);
        }

        _starts = [.. starts];
        _ends = new Jump?[_starts.Length];
        foreach (var jump in jumps)
        {
            _ends[BlockOf(jump.Offset)] = jump;
        }

        _handlers = [.. regions.SelectMany(static region => new[] { region.TryOffset, region.HandlerOffset, region.TryOffset, Math.Max(region.FilterOffset, 0) }).Select(BlockOf)];
        Flags = [.. jumps.Where(static jump => jump.Flag >= 0).Select(static jump => jump.Flag).Distinct()];
    }

    /// <summary>The flags that branches ask: parameters, <c>this</c> counted, and fields.</summary>
    public ImmutableArray<int> Flags { get; }

    /// <summary>Whether an instruction can be reached; if a parameter has this value.</summary>
    public bool IsReached(int offset, int flag = -1, int value = 0) => Reached(flag, value)[BlockOf(offset)];

    /// <summary>Whether all that can follow an instruction is an exception.</summary>
    public bool OnlyThrows(int offset) => (_throws ??= Throwing())[BlockOf(offset)];

    private int BlockOf(int offset)
    {
        var found = Array.BinarySearch(_starts, offset);
        return found >= 0 ? found : ~found - 1;
    }

    private bool[] Reached(int flag, int value)
    {
        if (_reached.TryGetValue((flag, value), out var reached))
        {
            return reached;
        }

        reached = new bool[_starts.Length];
        var next = new Stack<int>([0]);
        while (next.Count > 0)
        {
            var block = next.Pop();
            if (reached[block])
            {
                continue;
            }

            reached[block] = true;
            foreach (var follower in Following(block, flag, value))
            {
                next.Push(follower);
            }

            for (var i = 0; i < _handlers.Length; i += 2)
            {
                if (_handlers[i] == block)
                {
                    next.Push(_handlers[i + 1]);
                }
            }
        }

        _reached.Add((flag, value), reached);
        return reached;
    }

    private IEnumerable<int> Following(int block, int flag, int value)
    {
        var jump = _ends[block];
        var jumps = jump is not { Flag: >= 0 } || jump.Flag != flag ? null : (bool?)(value != 0 == jump.IfTrue);
        if (jump is null or { FallsThrough: true } && jumps != true && block + 1 < _starts.Length)
        {
            yield return block + 1;
        }

        if (jump is not null && jumps != false)
        {
            foreach (var target in jump.Targets)
            {
                yield return BlockOf(target);
            }
        }
    }

    private bool[] Throwing()
    {
        var throws = new bool[_starts.Length];
        var changed = Array.Exists(_ends, static end => end is { Throws: true });
        var following = changed ? Enumerable.Range(0, _starts.Length).Select(block => Following(block, -1, 0).ToArray()).ToArray() : [];
        while (changed)
        {
            changed = false;
            for (var block = _starts.Length - 1; block >= 0; block--)
            {
                if (!throws[block] && (_ends[block] is { Throws: true } || (following[block].Length > 0 && Array.TrueForAll(following[block], follower => throws[follower]))))
                {
                    throws[block] = changed = true;
                }
            }
        }

        return throws;
    }

    /// <summary>An instruction after which another than the next may be executed.</summary>
    /// <param name="Next">The offset behind it.</param>
    /// <param name="Targets">Where it may jump to; none: it ends the body.</param>
    /// <param name="Flag">The parameter that it asks; negative: none that is known.</param>
    /// <param name="IfTrue">Whether it jumps if the parameter is 1, and not if it is 0.</param>
    internal sealed record Jump(int Offset, int Next, ImmutableArray<int> Targets, bool FallsThrough, bool Throws, int Flag, bool IfTrue);
}
