using Picard.Gen.Analyzers;

namespace Picard.Gen.Tasks;

/// <summary>Finds which methods of the scanned assemblies block, by themselves or through others of them.</summary>
internal sealed class CallGraph(EffectIndex table)
{
    // Limit: what is further from a call than this is more often an accident of a big library than what the call is for.
    private const int MaxCalls = 8;

    private readonly Dictionary<string, ScannedMethod> _methods = new(StringComparer.Ordinal);
    private CompleteTasks? _complete;
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _bases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<ScannedMethod>> _implementations = new(StringComparer.Ordinal);
    private bool _hasNonBlockingSockets;

    public IEnumerable<ScannedMethod> Methods => _methods.Values;

    /// <summary>Adds an assembly, or nothing of it if it is damaged.</summary>
    public bool TryAdd(ScannedAssembly assembly)
    {
        List<ScannedMethod> methods;
        try
        {
            methods = [.. assembly.Methods()];
        }
        catch (Exception exception) when (ScannedAssembly.IsDamage(exception))
        {
            return false;
        }

        foreach (var method in methods)
        {
            _methods[method.Name.Key] = method;
            _members.Add($"{method.Name.Type}: {method.Name.Member}");
        }

        foreach (var pair in assembly.Bases)
        {
            _bases[pair.Key] = pair.Value;
        }

        _hasNonBlockingSockets |= assembly.HasNonBlockingSockets;
        return true;
    }

    public void Solve()
    {
        foreach (var method in _methods.Values)
        {
            NoteImplementation(method);
        }

        _complete = new CompleteTasks(_methods, method => _implementations.TryGetValue(Slot(method.Type, method), out var all) ? all : []);

        // One round finds what is one call further away, so the first chain that is found is a shortest one.
        for (var calls = 0; calls <= MaxCalls; calls++)
        {
            var found = new List<(ScannedMethod Method, Finding Finding)>();
            foreach (var method in _methods.Values)
            {
                if (method.Finding is not { IsAlways: true } && Find(method) is { } finding && (method.Finding is null || finding.IsAlways))
                {
                    found.Add((method, finding));
                }
            }

            if (found.Count == 0)
            {
                return;
            }

            foreach (var (method, finding) in found)
            {
                method.Finding = finding;
            }
        }
    }

    /// <summary>The asynchronous twin that stands beside a method; null: there is none.</summary>
    public string? TwinOf(ScannedMethod method)
    {
        var twin = $"{method.Name.Member}Async";
        return _members.Contains($"{method.Name.Type}: {twin}") ? twin : null;
    }

    private void NoteImplementation(ScannedMethod method)
    {
        if (method.IsAbstract || !method.Name.HasThis)
        {
            return;
        }

        foreach (var type in Above(method.Name.Type))
        {
            var key = Slot(type, method.Name);
            if (!_implementations.TryGetValue(key, out var all))
            {
                _implementations.Add(key, all = []);
            }

            all.Add(method);
        }
    }

    /// <summary>What an implementation has in common with what it implements, explicitly or not.</summary>
    private static string Slot(string type, MethodName method) => $"{type}: {method.Member.Substring(method.Member.LastIndexOf('.', Math.Max(method.Member.Length - 1, 0)) + 1)} {method.Parameters.Count}";

    private IEnumerable<string> Above(string type)
    {
        // Limit: a cycle among types is not valid metadata, and must not hang a build.
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var next = new Stack<string>([type]);
        while (next.Count > 0)
        {
            foreach (var above in _bases.TryGetValue(next.Pop(), out var bases) ? bases : [])
            {
                if (above.Length > 0 && seen.Add(above))
                {
                    next.Push(above);
                    yield return above;
                }
            }
        }
    }

    private Finding? Find(ScannedMethod method)
    {
        Finding? conditional = null;
        foreach (var finding in method.IsAbstract ? OfImplementations(method) : OfBody(method))
        {
            if (finding.IsAlways)
            {
                return finding;
            }

            conditional ??= finding;
        }

        return conditional;
    }

    /// <summary>A method without a body blocks if all that implement it here do.</summary>
    private IEnumerable<Finding> OfImplementations(ScannedMethod method)
    {
        if (_implementations.TryGetValue(Slot(method.Name.Type, method.Name), out var all) && all.All(static one => one.Finding is { IsAlways: true }))
        {
            yield return Through(all[0].Name, all[0].Finding!);
        }
    }

    private IEnumerable<Finding> OfBody(ScannedMethod method)
    {
        foreach (var call in method.Calls)
        {
            if (OfCall(call, method) is { } finding && WithFlag(finding, call) is { } flagged)
            {
                yield return flagged;
            }
        }

        // A state machine has the flags of its method.
        foreach (var run in method.Runs)
        {
            if (_methods.TryGetValue(run.Key, out var body) && body.Finding is { } finding)
            {
                yield return finding with { IsDeferred = method.IsIterator };
            }
        }

        foreach (var (to, target) in method.Hands)
        {
            if ((Values.CallsItsDelegates(to) || (_methods.TryGetValue(to.Key, out var taker) && taker.CallsDelegates))
                && OfTarget(target) is { } finding)
            {
                yield return finding;
            }
        }
    }

    /// <summary>Of a method that something else calls, with arguments that are not seen.</summary>
    private Finding? OfTarget(MethodName target) => OfCall(new ScannedCall(target, []), null);

    private Finding? OfCall(ScannedCall call, ScannedMethod? caller)
    {
        // What returns a task is no method of the table that blocks, though it may be called the same: Task Read(bool async).
        if (EntryOf(call.Method) is { } entry && (entry.Effect is null || !Values.IsTask(call.Method.Returns)))
        {
            var isInVain = entry.Effect is { Condition: EffectCondition.TaskNotComplete } && _complete!.IsWaitedForInVain(call);
            return entry.Effect is { } effect && !isInVain ? Judgement.Of(call, effect, _hasNonBlockingSockets) : null;
        }

        return _methods.TryGetValue(call.Method.Key, out var callee) && callee.Finding is { Calls: < MaxCalls } finding
            && Judgement.Passed(call, finding, caller?.IsAsynchronous == true) is { } passed
            ? Through(call.Method, passed)
            : null;
    }

    /// <summary>A finding at a call that a flag of the method around it decides on; null: the flag cannot be both what the call needs and what the finding does.</summary>
    private static Finding? WithFlag(Finding finding, ScannedCall call) =>
        !call.HasFlag ? finding
        : finding.Flag < 0 ? finding with { Flag = call.Flag, FlagValue = call.FlagValue }
        : finding.Flag == call.Flag && finding.FlagValue != call.FlagValue ? null
        : finding;

    private EffectEntry? EntryOf(MethodName method)
    {
        if (!table.MayHaveEffect(method.Member))
        {
            return null;
        }

        string TypeOf(int number)
        {
            // A reference has no names of type parameters; the table's are those of the framework, which begin with T.
            var name = TypeNames.Short(method.Parameters[number]);
            return name.StartsWith("!", StringComparison.Ordinal) ? "T" : name;
        }

        if (table.Find(method.Type, method.Member, method.Parameters.Count, TypeOf) is { } own)
        {
            return own;
        }

        foreach (var type in Above(method.Type))
        {
            if (table.Find(type, method.Member, method.Parameters.Count, TypeOf) is { } entry)
            {
                return entry;
            }
        }

        return null;
    }

    private static Finding Through(MethodName method, Finding finding) => method.Shown is { } shown
        ? finding with { Chain = $"{shown} → {finding.Chain}", Calls = finding.Calls + 1 }
        : finding;
}
