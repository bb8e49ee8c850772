namespace Picard.Gen;

/// <summary>Brings what a user's method returned, plain or in a task, into one form.</summary>
public static class Answer
{
    /// <summary>No result, of a method that has ended.</summary>
    public static Completion Of() => default;

    /// <summary>A plain result.</summary>
    public static Answer<T> Of<T>(T result) => new(new ValueTask<T>(result));

    /// <summary>A result in a <see cref="ValueTask{TResult}"/>.</summary>
    public static Answer<T> Of<T>(ValueTask<T> pending) => new(pending);

    /// <summary>A result in a <see cref="Task{TResult}"/>.</summary>
    public static Answer<T> Of<T>(Task<T> pending) => new(new ValueTask<T>(pending));

    /// <summary>No result, in a <see cref="ValueTask"/>.</summary>
    public static Completion Of(ValueTask pending) => new(pending);

    /// <summary>No result, in a <see cref="Task"/>.</summary>
    public static Completion Of(Task pending) => new(new ValueTask(pending));
}
