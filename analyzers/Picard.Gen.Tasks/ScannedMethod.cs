namespace Picard.Gen.Tasks;

/// <summary>A method of a scanned assembly.</summary>
internal sealed class ScannedMethod
{
    public required MethodName Name { get; init; }

    /// <summary>The types of the parameters, with type parameters by their names, as symbols have them.</summary>
    public required IReadOnlyList<string> Shown { get; init; }

    /// <summary>Whether users of the assembly can call or override it.</summary>
    public required bool IsVisible { get; init; }

    public required bool IsAbstract { get; init; }

    /// <summary>The calls of the body, and of what the compiler made of it.</summary>
    public List<ScannedCall> Calls { get; } = [];

    /// <summary>Methods that run when this one does: of state machines, and of delegates that it hands to what calls them.</summary>
    public List<MethodName> Runs { get; } = [];

    /// <summary>Delegates that it hands to methods, which may call them.</summary>
    public List<(MethodName To, MethodName Target)> Hands { get; } = [];

    /// <summary>Whether the body calls a delegate that it was given.</summary>
    public bool CallsDelegates { get; set; }

    /// <summary>The calls that return tasks, or make awaiters of something else.</summary>
    public List<ScannedCall> Tasks { get; } = [];

    /// <summary>The ways through the body; null: it has none, or none that can be read.</summary>
    public BodyFlow? Flow { get; set; }

    /// <summary>Whether it returns a task, or is the body of a method that does.</summary>
    public required bool IsAsynchronous { get; init; }

    /// <summary>Whether the body runs only when what the method returns is gone through.</summary>
    public bool IsIterator { get; set; }

    public Finding? Finding { get; set; }
}
