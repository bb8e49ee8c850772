using Microsoft.CodeAnalysis;

namespace Picard.Gen.Analyzers;

/// <summary>When methods of other assemblies call the delegates that they are given.</summary>
internal static class Callbacks
{
    /// <summary>Types that call later, or on other threads: timers, threads, the pool, change tokens, pipelines that are built.</summary>
    private static readonly HashSet<string> s_later = new(StringComparer.Ordinal)
    {
        "Thread", "ThreadPool", "Timer", "PeriodicTimer", "TaskFactory", "CancellationToken", "ChangeToken", "SynchronizationContext", "Lazy",
        "ExecutionContext", "RegisteredWaitHandle", "Channel", "ITimer", "TimeProvider", "AppDomain", "AsyncLocal", "ThreadLocal",
        "PipeReader", "PipeWriter", "FileSystemWatcher", "Regex", "Meter", "ActivitySource",
    };

    /// <summary>Beginnings of names that say so.</summary>
    private static readonly string[] s_laterNames =
        ["Queue", "Enqueue", "Schedule", "Post", "Register", "Subscribe", "On", "Add", "Map", "Use", "Configure", "Begin", "Defer", "Start", "ContinueWith", "Set", "With", "Intercept", "Observe"];

    /// <summary>Whether what is passed for a parameter is called before the method returns.</summary>
    public static bool IsCalledNow(IMethodSymbol method, IParameterSymbol parameter)
    {
        if (parameter.OriginalDefinition.Type is not INamedTypeSymbol { TypeKind: TypeKind.Delegate, DelegateInvokeMethod: { } invoke } || method.ContainingType is not { } type)
        {
            return false;
        }

        if (method.MethodKind == MethodKind.Constructor || s_later.Contains(type.Name))
        {
            return false;
        }

        // Run(Action) that returns a task goes somewhere else with it; Run(Func<Task>) may begin it here.
        if (IsTask(method.ReturnType) && !IsTask(invoke.ReturnType))
        {
            return false;
        }

        return type.ContainingNamespace?.ToDisplayString() switch
        {
            "System.Threading.Tasks" => type.Name is not "Task" || method.Name is not ("Run" or "ContinueWith"),
            "System.Linq" or "System" or "System.Collections.Generic" or "System.Collections.Concurrent" or "System.Collections.Immutable" or "System.Threading" => true,
            _ => !Array.Exists(s_laterNames, name => method.Name.StartsWith(name, StringComparison.Ordinal)),
        };
    }

    private static bool IsTask(ITypeSymbol type) => type.Name is "Task" or "ValueTask" or "IAsyncEnumerable" or "IObservable";
}
