namespace Picard.Gen.Tasks;

/// <summary>
/// Proves that the task of a scanned method is complete when the method returns: nothing that it awaits is not, with the flags that it is called with. Libraries share code between
/// <c>Read</c> and <c>ReadAsync</c> that way: what blocks is then what the code does for the one, and not the wait for its task.
/// </summary>
internal sealed class CompleteTasks(IReadOnlyDictionary<string, ScannedMethod> methods, Func<MethodName, IReadOnlyList<ScannedMethod>> implementations)
{
    // Limit: nothing is shared through so many methods.
    private const int MaxDepth = 16;

    private readonly Dictionary<(string Key, int Flag, int Value), bool> _known = [];

    /// <summary>Whether the task is complete that a call waits for.</summary>
    public bool IsWaitedForInVain(ScannedCall wait)
    {
        var source = wait.Source;
        while (source is not null && Values.PassesTask(source.Method))
        {
            source = source.Source;
        }

        return source is not null && IsOfCall(source, -1, 0, 0);
    }

    private bool IsOfCall(ScannedCall call, int flag, int value, int depth)
    {
        if (!methods.TryGetValue(call.Method.Key, out var callee) || depth > MaxDepth)
        {
            return false;
        }

        if (IsOf(callee, -1, 0, depth))
        {
            return true;
        }

        for (var i = 0; i < call.Arguments.Count; i++)
        {
            var argument = call.Arguments[i];
            var given = argument.Number ?? (argument.Flag >= 0 && argument.Flag == flag ? (argument.IsNot ? 1 - value : value) : null);
            var isFlag = i - (call.Arguments.Count - call.Method.Parameters.Count) is >= 0 and var parameter && call.Method.Parameters[parameter] == "System.Boolean";
            if (isFlag && given is { } number && IsOf(callee, i, number, depth))
            {
                return true;
            }
        }

        return false;
    }

    private bool IsOf(ScannedMethod method, int flag, int value, int depth)
    {
        var key = (method.Name.Key, flag, value);
        if (!_known.TryGetValue(key, out var isComplete))
        {
            // A method that calls itself is complete if all else is.
            _known[key] = true;
            _known[key] = isComplete = method.IsAbstract
                ? implementations(method.Name) is { Count: > 0 } all && all.All(one => IsOf(one, flag, value, depth + 1))
                : BodyOf(method) is { Flow: { } flow } body && body.Tasks.All(call =>
                    !flow.IsReached(call.Offset, flag, value) || flow.OnlyThrows(call.Offset) || call.ReturnsComplete || (Values.PassesTask(call.Method) ? call.Source is not null || call.Arguments is [{ Origin: ValueOrigin.Complete }, ..] : IsOfCall(call, flag, value, depth + 1)));
        }

        return isComplete;
    }

    private ScannedMethod? BodyOf(ScannedMethod method) =>
        method.IsIterator ? null : method.Runs is [var machine, ..] ? methods.TryGetValue(machine.Key, out var body) ? body : null : method;
}
