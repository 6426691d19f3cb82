#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/**
 * Definition for singly-linked list.
 * struct ListNode {
 *     int val;
 *     struct ListNode *next;
 * };
 */
typedef struct {
    int total;
    char name[32];
    char* written[16];
    int count;
} EveryType;

EveryType* everyTypeCreate(int** shelves, int shelvesSize, int* shelvesColSize, char* name) {
    EveryType* obj = calloc(1, sizeof(EveryType));
    for (int i = 0; i < shelvesSize; i++) obj->total += shelvesColSize[i];
    strcpy(obj->name, name);
    return obj;
}

char* everyTypeLabel(EveryType* obj) {
    char* text = malloc(64);
    sprintf(text, "%s:%d", obj->name, obj->total);
    return text;
}

int everyTypeAddOne(EveryType* obj, int n) { return n; }

long long everyTypeAddBig(EveryType* obj, long long n) { return n; }

double everyTypeHalf(EveryType* obj, double x) { return x / 2; }

bool everyTypeFlip(EveryType* obj, bool b) { return !b; }

char everyTypeNextLetter(EveryType* obj, char c) { return c + 1; }

char* everyTypeRepeat(EveryType* obj, char* s, int times) {
    char* text = calloc(strlen(s) * times + 1, 1);
    while (times--) strcat(text, s);
    return text;
}

int* everyTypeReversed(EveryType* obj, int* nums, int numsSize, int* retSize) {
    int* result = malloc(sizeof(int) * (numsSize + 1));
    for (int i = 0; i < numsSize; i++) result[i] = nums[numsSize - 1 - i];
    *retSize = numsSize;
    return result;
}

int** everyTypeTranspose(EveryType* obj, int** grid, int gridSize, int* gridColSize, int* retSize, int** retColSize) {
    *retSize = gridColSize[0];
    *retColSize = malloc(sizeof(int) * *retSize);
    int** result = malloc(sizeof(int*) * *retSize);
    for (int j = 0; j < *retSize; j++) {
        (*retColSize)[j] = gridSize;
        result[j] = malloc(sizeof(int) * gridSize);
        for (int i = 0; i < gridSize; i++) result[j][i] = grid[i][j];
    }
    return result;
}

char** everyTypeFlipGrid(EveryType* obj, char** grid, int gridSize, int* gridColSize, int* retSize, int** retColSize) {
    for (int i = 0; i < gridSize; i++)
        for (int j = 0; j < gridColSize[i]; j++) grid[i][j] = grid[i][j] == 'X' ? '.' : 'X';
    *retSize = gridSize;
    *retColSize = gridColSize;
    return grid;
}

char* everyTypeJoin(EveryType* obj, char** words, int wordsSize) {
    char* text = calloc(1000, 1);
    for (int i = 0; i < wordsSize; i++) {
        if (i) strcat(text, "|");
        strcat(text, words[i]);
    }
    return text;
}

char*** everyTypeGroups(EveryType* obj, char** words, int wordsSize, int* retSize, int** retColSize) {
    char*** result = malloc(2 * sizeof(char**));
    *retSize = 2;
    *retColSize = calloc(2, sizeof(int));
    for (int g = 0; g < 2; g++) {
        result[g] = malloc(sizeof(char*) * wordsSize);
        for (int i = 0; i < wordsSize; i++)
            if ((strlen(words[i]) != 2) == g) result[g][(*retColSize)[g]++] = words[i];
    }
    return result;
}

double* everyTypeHalves(EveryType* obj, double* xs, int xsSize, int* retSize) {
    for (int i = 0; i < xsSize; i++) xs[i] /= 2;
    *retSize = xsSize;
    return xs;
}

bool* everyTypePositive(EveryType* obj, int* nums, int numsSize, int* retSize) {
    bool* result = malloc(numsSize);
    for (int i = 0; i < numsSize; i++) result[i] = nums[i] > 0;
    *retSize = numsSize;
    return result;
}

struct ListNode* everyTypeTail(EveryType* obj, struct ListNode* head) { return head ? head->next : NULL; }

struct TreeNode* everyTypeMirror(EveryType* obj, struct TreeNode* root) {
    if (!root) return NULL;
    struct TreeNode* left = root->left;
    root->left = everyTypeMirror(obj, root->right);
    root->right = everyTypeMirror(obj, left);
    return root;
}

struct ListNode* everyTypeChain(EveryType* obj, struct ListNode** lists, int listsSize) {
    struct ListNode dummy = {0, NULL};
    struct ListNode* last = &dummy;
    for (int i = 0; i < listsSize; i++) {
        last->next = lists[i];
        while (last->next) last = last->next;
    }
    return dummy.next;
}

void everyTypeNote(EveryType* obj, char* text) { obj->written[obj->count++] = strdup(text); }

char** everyTypeNotes(EveryType* obj, int* retSize) {
    *retSize = obj->count;
    return obj->written;
}

void everyTypeFree(EveryType* obj) { free(obj); }

/**
 * Your EveryType struct will be instantiated and called as such:
 * EveryType* obj = everyTypeCreate(shelves, shelvesSize, shelvesColSize, name);
 */
int main(void) {
    printf("%d\n", everyTypeAddOne(NULL, 1));
    return 0;
}
